// Command kubernetes is a real control plane in one process, for tests: etcd, kube-apiserver and kube-controller-manager as they are
// published, nothing patched.
//
//	kubernetes up --dir DIR       runs it; DIR/ready appears, holding its URL, when it serves
//	kubernetes kubectl ARGS...    kubectl of the same release
package main

import (
	"fmt"
	"os"

	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
)

func main() {
	if len(os.Args) < 2 {
		usage()
	}
	command := os.Args[1]
	// kubectl and the flag sets of the servers read their own arguments.
	os.Args = os.Args[1:]
	switch command {
	case "up":
		if err := up(os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "kubernetes:", err)
			os.Exit(1)
		}
	case "kubectl":
		if cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()) != nil {
			os.Exit(1)
		}
	default:
		usage()
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: kubernetes up --dir DIR | kubernetes kubectl ARGS...")
	os.Exit(2)
}
