package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"strings"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

const adminToken = "admin-token"

// people are the users that the server knows by their tokens, which are "<name>-token".
var people = []struct{ name, group string }{
	{"admin", "system:masters"},
	{"alice", "dev"},
	{"bob", "ops"},
}

// writeSecrets makes the key that signs service account tokens, and the list of bearer tokens.
func (f files) writeSecrets() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	encoded := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})
	if err := os.WriteFile(f.path("pki/sa.key"), encoded, 0o600); err != nil {
		return err
	}
	var tokens strings.Builder
	for _, person := range people {
		fmt.Fprintf(&tokens, "%[1]s-token,%[1]s,uid-%[1]s,%[2]q\n", person.name, person.group)
	}
	return os.WriteFile(f.path("tokens.csv"), []byte(tokens.String()), 0o600)
}

// Long requests have their line when they begin, all others when they have ended.
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules: [{ level: Metadata }]
`

// auditFlags writes the policy and returns the flags that have every request written to audit.log before it is answered.
func (f files) auditFlags() ([]string, error) {
	return []string{
		"--audit-policy-file=" + f.path("audit-policy.yaml"),
		"--audit-log-path=" + f.path("audit.log"),
		"--audit-log-mode=blocking",
	}, os.WriteFile(f.path("audit-policy.yaml"), []byte(auditPolicy), 0o600)
}

// writeAccess writes ca.crt and a kubeconfig with a context for each person, and returns the CA.
func (f files) writeAccess(server string) ([]byte, error) {
	// The server's generated certificate is followed by the one that signed it.
	chain, err := os.ReadFile(f.path("pki/apiserver.crt"))
	if err != nil {
		return nil, err
	}
	_, ca := pem.Decode(chain)
	if len(ca) == 0 {
		return nil, errors.New("apiserver.crt holds no signing certificate")
	}
	config := clientcmdapi.NewConfig()
	config.Clusters["kubernetes"] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: ca}
	for _, person := range people {
		config.AuthInfos[person.name] = &clientcmdapi.AuthInfo{Token: person.name + "-token"}
		config.Contexts[person.name] = &clientcmdapi.Context{Cluster: "kubernetes", AuthInfo: person.name}
	}
	config.CurrentContext = people[0].name
	if err := clientcmd.WriteToFile(*config, f.path("kubeconfig")); err != nil {
		return nil, err
	}
	return ca, os.WriteFile(f.path("ca.crt"), ca, 0o600)
}

// writeReady tells whoever waits that the files are complete; a reader never sees half of it.
func (f files) writeReady(server string) error {
	if err := os.WriteFile(f.path("ready.part"), []byte(server+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(f.path("ready.part"), f.path("ready"))
}
