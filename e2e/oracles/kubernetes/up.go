package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

const readyWithin = 60 * time.Second

// up starts everything in the directory it is given and returns only with an error; a signal ends the process.
func up(args []string) error {
	flags := flag.NewFlagSet("up", flag.ExitOnError)
	dir := flags.String("dir", "", "directory for data, certificates, tokens and the ready file")
	port := flags.Int("port", 0, "port of the API server on 127.0.0.1; 0 takes a free one")
	audit := flags.Bool("audit", false, "write DIR/audit.log: who asked for what, without bodies")
	_ = flags.Parse(args)
	if *dir == "" {
		return errors.New("--dir is missing")
	}
	files, err := newFiles(*dir)
	if err != nil {
		return err
	}
	if *port == 0 {
		if *port, err = freePort(); err != nil {
			return err
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	etcd, err := startEtcd(files.path("etcd"))
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	serving := apiServerFlags(files, etcd, *port)
	if *audit {
		more, err := files.auditFlags()
		if err != nil {
			return err
		}
		serving = append(serving, more...)
	}
	server := fmt.Sprintf("https://127.0.0.1:%d", *port)
	failed := make(chan error, 3)
	go func() { failed <- named("kube-apiserver", runAPIServer(ctx, serving)) }()
	if err := waitUntilReady(ctx, server, failed); err != nil {
		return err
	}
	ca, err := files.writeAccess(server)
	if err != nil {
		return err
	}
	go func() { failed <- named("garbage collector", runGarbageCollector(ctx, server, ca)) }()
	go func() {
		failed <- named("kube-controller-manager", runControllerManager(ctx, controllerManagerFlags(files)))
	}()
	if err := files.writeReady(server); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		// An orderly stop takes seconds and saves nothing: what was acknowledged is in etcd's log.
		os.Exit(0)
		return nil
	case err := <-failed:
		return err
	}
}

func named(part string, err error) error {
	if err == nil {
		return fmt.Errorf("%s ended", part)
	}
	return fmt.Errorf("%s: %w", part, err)
}

func waitUntilReady(ctx context.Context, server string, failed <-chan error) error {
	client := http.Client{
		Timeout:   time.Second,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
	}
	look := time.NewTicker(25 * time.Millisecond)
	defer look.Stop()
	limit := time.After(readyWithin)
	for {
		if answer, err := client.Get(server + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-look.C:
		case err := <-failed:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-limit:
			return fmt.Errorf("kube-apiserver is not ready after %s", readyWithin)
		}
	}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// files are what the parts share: keys, tokens, the kubeconfig.
type files struct{ dir string }

func newFiles(dir string) (files, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return files{}, err
	}
	f := files{dir: absolute}
	if err := os.MkdirAll(f.path("pki"), 0o700); err != nil {
		return files{}, err
	}
	if err := os.Remove(f.path("ready")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return files{}, err
	}
	return f, f.writeSecrets()
}

func (f files) path(name string) string { return filepath.Join(f.dir, name) }
