package io.bemade.odoo.worker;

import io.bemade.odoo.worker.Environment.Variable;

/** Writes {@code docs/configuration.md} from what the code reads. */
public final class ConfigurationPage {
    private ConfigurationPage() {}

    public static void main(String[] arguments) {
        System.out.print(text());
    }

    static String text() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Generated from `WorkerConfiguration`, `KubernetesConfiguration` and `VolumeWorkerConfiguration`; a test keeps it true. To write it anew: `mvn -q -pl worker -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.write`.

                ## Worker: environment
                | variable | default | meaning |
                |---|---|---|
                """);
        WorkerConfiguration.VARIABLES.forEach(variable -> page.append(row(variable)));
        page.append("""

                ## Worker on Kubernetes: environment
                Beside those above; the host's are not read.

                | variable | default | meaning |
                |---|---|---|
                """);
        KubernetesConfiguration.VARIABLES.forEach(variable -> page.append(row(variable)));
        page.append("""

                The API server is reached by `KUBECONFIG`, or by the pod's service account.

                ## Volume worker: environment
                Its Job gives it all of this.

                | variable | default | meaning |
                |---|---|---|
                """);
        VolumeWorkerConfiguration.VARIABLES.forEach(variable -> page.append(row(variable)));
        return page.append("""

                        Temporal is reached as Temporal's own tools have it: `TEMPORAL_ADDRESS` (default `127.0.0.1:7233`), `TEMPORAL_NAMESPACE` (default `default`), `TEMPORAL_API_KEY`, `TEMPORAL_TLS_*`, `TEMPORAL_PROFILE` and its configuration file. `odooctl` reads the same, and `ODOOCTL_TASK_QUEUE`.

                        ## Host: `instances.yaml`
                        Read afresh by each step: an edit counts at once, except `filestores` and `owner`, which count from the worker's next start. To move the root of filestores, stop the worker, move the directories, correct `data_dir` in each `odoo.conf` that names one of them, edit, start.

                        One database belongs to one instance: while two configurations on one server name the same, every operation on either is refused.

                        ```yaml
                        filestores: /var/lib/odooctl/filestores   # root of the data directories that are made
                        owner: odoo:odoo                          # optional: the user that the Odoos run as; files are given to it
                        servers:
                          main:
                            host: 127.0.0.1
                            port: 5432                            # default
                            secretRef: postgres-main              # values username, password: CREATEDB CREATEROLE, no superuser
                            database: postgres                    # default: where to connect when no other database is meant
                            sslMode: prefer                       # default; verify-full also checks who answers
                            # caSecretRef: postgres-ca            # with verify-ca, verify-full: what signs the server's certificate
                        instances:
                          shop/erp:
                            type: production                      # production, staging (default), development: copies are neutralized
                            fqdns: [erp.example.com]              # the first one names the databases
                            databaseNamePrefix: erp               # optional: instead of the host name
                            server: main
                            role: odoo                            # database role that Odoo connects as
                            odooMajor: 19                         # optional: a backup of another version is refused
                            config: /etc/odoo/erp.conf            # db_name, dbfilter, data_dir, list_db are set by a switch
                            retention: P7D                        # default: how long a replaced pair is kept
                            commands:                             # programs with arguments, no shell; ODOO_RC names the configuration
                              stop: [systemctl, stop, odoo-erp]   # returns when Odoo is gone; safe when it is stopped
                              start: [systemctl, start, odoo-erp] # safe when it runs
                              odoo: [sudo, -u, odoo, odoo]        # optional: Odoo's command line, for `neutralize`
                              timeout: PT5M                       # default, for each stop and start, at most PT10M; Odoo's own get 6 h
                            ready:                                # optional, one or both
                              url: http://127.0.0.1:8069/web/login  # 200 needs the database; /web/health does not
                              command: [/usr/local/bin/check-erp]
                              timeout: PT2M                       # default
                          shop/staging:
                            type: staging
                            production: shop/erp                  # what `clone` and `reload` copy
                            # … and the rest as above
                        ```

                        The administrator must be able to give objects to an instance's role. Once, as a superuser: `GRANT odoo TO orchestrator;`. It must also be able to end the sessions in the database that a switch shuts: where other roles than the instance's work there (reports, backups), `GRANT pg_signal_backend TO orchestrator;`. A superuser's session is ended by superusers only. `odooctl doctor` says where something is missing.

                        ## Secrets
                        A secret is a directory `<ODOOCTL_SECRETS>/<name>` with one file for each value, mode 600 (or 400), or variables `ODOOCTL_SECRET_<NAME>_<KEY>` (upper-case, `_` for `-` and `.`). They are read at the moment of use.

                        | secret | values |
                        |---|---|
                        | a server's `secretRef` | `username`, `password` |
                        | a source's `secretRef` (default `s3-credentials`) | `access-key`, `secret-key`, optionally `session-token` |
                        | a source's `caSecretRef` | `ca.crt` (PEM) |
                        | a server's `caSecretRef` | `ca.crt` (PEM, one or several); absent: `.postgresql/root.crt` in the worker's home |
                        """).toString();
    }

    private static String row(Variable variable) {
        String standard = variable.standard();
        boolean none = standard.equals(Variable.NONE) || standard.equals(Variable.REQUIRED);
        return "| `%s` | %s | %s |%n"
                .formatted(variable.name(), none ? standard : "`" + standard + "`", variable.meaning());
    }
}
