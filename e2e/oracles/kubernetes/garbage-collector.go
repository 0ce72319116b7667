package main

import (
	"context"
	"time"

	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/controller-manager/pkg/informerfactory"
	"k8s.io/kubernetes/pkg/controller/garbagecollector"
)

const (
	garbageWorkers = 20
	// The controller manager looks for new kinds every 30 s, which no option changes; tests install kinds all the time.
	lookForKindsEvery = time.Second
)

// runGarbageCollector runs the controller manager's own garbage collector, only with a shorter period of discovery.
func runGarbageCollector(ctx context.Context, server string, ca []byte) error {
	config := &rest.Config{
		Host:            server,
		BearerToken:     adminToken,
		QPS:             500,
		Burst:           1000,
		TLSClientConfig: rest.TLSClientConfig{CAData: ca},
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	objects, err := metadata.NewForConfig(config)
	if err != nil {
		return err
	}
	factory := informerfactory.NewInformerFactory(
		informers.NewSharedInformerFactory(client, 0),
		metadatainformer.NewSharedInformerFactory(objects, 0),
	)
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client.Discovery()))
	started := make(chan struct{})
	ignored := garbagecollector.DefaultIgnoredResources()
	collector, err := garbagecollector.NewGarbageCollector(ctx, client, objects, mapper, ignored, factory, started)
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	close(started)
	go collector.Sync(ctx, client.Discovery(), lookForKindsEvery)
	collector.Run(ctx, garbageWorkers, 30*time.Second)
	return ctx.Err()
}
