package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/embed"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/rest"
	logsapi "k8s.io/component-base/logs/api/v1"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	apiserveroptions "k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	manager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	manageroptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
)

// startEtcd returns the URL of an etcd whose data nobody misses: it does not wait for the disk.
func startEtcd(dir string) (string, error) {
	port, err := freePort()
	if err != nil {
		return "", err
	}
	client := url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}
	peer := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	config := embed.NewConfig()
	config.Dir = dir
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{client}, []url.URL{client}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	running, err := embed.StartEtcd(config)
	if err != nil {
		return "", err
	}
	select {
	case <-running.Server.ReadyNotify():
		return client.String(), nil
	case <-time.After(30 * time.Second):
		return "", errors.New("not ready after 30s")
	}
}

func apiServerFlags(f files, etcd string, port int) []string {
	return []string{
		"--etcd-servers=" + etcd,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", port),
		// A loopback address is no valid endpoint of the kubernetes service.
		"--endpoint-reconciler-type=none",
		// The server makes its own certificate here.
		"--cert-dir=" + f.path("pki"),
		"--token-auth-file=" + f.path("tokens.csv"),
		"--authorization-mode=Node,RBAC",
		// As OpenShift has it: who sets blockOwnerDeletion needs the right to the owner's finalizers.
		"--enable-admission-plugins=OwnerReferencesPermissionEnforcement",
		// As OpenShift has it.
		"--enable-admission-plugins=OwnerReferencesPermissionEnforcement",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + f.path("pki/sa.key"),
		"--service-account-signing-key-file=" + f.path("pki/sa.key"),
		"--service-cluster-ip-range=10.0.0.0/24",
		"--allow-privileged=true",
	}
}

func runAPIServer(ctx context.Context, args []string) error {
	// Two servers in one process would both configure the process-wide logging.
	logsapi.ReapplyHandling = logsapi.ReapplyHandlingIgnoreUnchanged
	options := apiserveroptions.NewServerRunOptions()
	sets := options.Flags()
	flags := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if err := options.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	if err := logsapi.ValidateAndApply(options.Logs, utilfeature.DefaultFeatureGate); err != nil {
		return err
	}
	completed, err := options.Complete(ctx)
	if err != nil {
		return err
	}
	if invalid := completed.Validate(); len(invalid) > 0 {
		return errors.Join(invalid...)
	}
	return apiserver.Run(ctx, completed)
}

func controllerManagerFlags(f files) []string {
	return []string{
		"--kubeconfig=" + f.path("kubeconfig"),
		"--leader-elect=false",
		"--secure-port=0",
		"--controller-start-interval=0s",
		// Runs beside it, see runGarbageCollector.
		// Pods of the stand-ins are bound to nodes without a Node object, which would be collected within a minute.
		"--controllers=*,-garbage-collector-controller,-pod-garbage-collector-controller",
		"--service-account-private-key-file=" + f.path("pki/sa.key"),
		"--root-ca-file=" + f.path("ca.crt"),
		"--kube-api-qps=500",
		"--kube-api-burst=1000",
	}
}

func runControllerManager(ctx context.Context, args []string) error {
	options, err := manageroptions.NewKubeControllerManagerOptions()
	if err != nil {
		return err
	}
	known, disabled, aliases := manager.KnownControllers(), manager.ControllersDisabledByDefault(), manager.ControllerAliases()
	sets := options.Flags(known, disabled, aliases)
	options.ParsedFlags = &sets
	flags := pflag.NewFlagSet("kube-controller-manager", pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	config, err := options.Config(ctx, known, disabled, aliases)
	if err != nil {
		return err
	}
	return manager.Run(ctx, config.Complete())
}
