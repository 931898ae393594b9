#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the key of a server on this machine and its certificate, which nobody has signed but the server.
cd "$(dirname "$0")" || exit
rm -f server.p12 server.pem
keytool -genkeypair -alias server -keyalg EC -groupname secp256r1 -validity 36500 -dname CN=localhost \
    -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -keystore server.p12 -storepass secret
keytool -exportcert -rfc -alias server -keystore server.p12 -storepass secret -file server.pem
