// vcsim runs govmomi's vCenter simulator with an inventory made from counts. When it is ready it prints one line of
// JSON with its address, and it ends when its standard input is closed, so that it never outlives whoever started it.
package main

import (
	"crypto/tls"
	"encoding/json"
	"flag"
	"io"
	"log"
	"net/url"
	"os"

	"github.com/vmware/govmomi/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"
)

type ready struct {
	URL      string `json:"url"`
	Machines int    `json:"machines"`
}

func main() {
	model := simulator.VPX()
	flag.IntVar(&model.Machine, "machines", 4, "machines per resource pool")
	flag.IntVar(&model.Host, "hosts", 1, "standalone hosts")
	flag.IntVar(&model.ClusterHost, "cluster-hosts", 2, "hosts per cluster")
	flag.IntVar(&model.Datastore, "datastores", 2, "datastores")
	flag.IntVar(&model.Folder, "folders", 0, "folders that nest datacenters, hosts and machines")
	flag.IntVar(&model.DelayConfig.Delay, "delay", 0, "milliseconds added to every call")
	listen := flag.String("listen", "127.0.0.1:0", "loopback address to listen on")
	user := flag.String("user", "administrator@vsphere.local", "accepted user")
	password := flag.String("password", "vcsim-password", "accepted password")
	flag.Parse()

	if err := model.Create(); err != nil {
		log.Fatal(err)
	}
	defer model.Remove()
	model.Service.RegisterEndpoints = true
	model.Service.TLS = new(tls.Config)
	model.Service.Listen = &url.URL{Host: *listen, User: url.UserPassword(*user, *password)}
	server := model.Service.NewServer()
	defer server.Close()

	// The server goes on reading its own URL to check logins.
	address := url.URL{Scheme: server.URL.Scheme, Host: server.URL.Host, Path: server.URL.Path}
	if err := json.NewEncoder(os.Stdout).Encode(ready{URL: address.String(), Machines: model.Count().Machine}); err != nil {
		log.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}
