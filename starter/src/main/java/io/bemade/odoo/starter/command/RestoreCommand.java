package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.Restore;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code odooctl restore}. */
@Command(
        name = "restore",
        description = {
            "Restore a backup into an instance.",
            "A new database and filestore are built beside the live ones, proved, and switched to in one step; the old"
                    + " ones are kept for a rollback."
        },
        footer = {
            "  odooctl restore shop/erp --from s3://odoo-backups/erp/2026-11-20.zip",
            "  odooctl restore shop/staging --from s3://backups/erp.dump --endpoint https://minio.example.com --at 02:00",
            "  odooctl restore shop/erp --from s3://backups/erp.zip --request ticket-4711 --no-wait -o json",
            "  odooctl restore shop/erp --from s3://backups/erp.zip --dry-run"
        })
public final class RestoreCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private final InstanceArgument instance = new InstanceArgument();

    @Mixin
    private final S3Options s3 = new S3Options();

    @Option(
            names = "--allow-missing-attachments",
            description = "Switch although the backup lacks attachments that its database refers to.",
            order = 40)
    private boolean allowMissingAttachments;

    @Option(
            names = "--no-content-check",
            description = "Do not compare each attachment's content with its name.",
            order = 41)
    private boolean noContentCheck;

    @Mixin
    private final OperationOptions options = new OperationOptions();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public RestoreCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        InstanceRef target = instance.value();
        Optional<Instant> at = options.scheduledTime(world.clock());
        return new OperationCommand(world, standard, connection, wait, options)
                .run(Restore.TYPE, target, at, () -> request(target, at), "Restore " + target + " from " + s3.name());
    }

    private RestoreRequest request(InstanceRef target, Optional<Instant> at) {
        Source source = s3.source();
        return new RestoreRequest(
                target,
                source,
                options.retention(),
                Optional.of(true).filter(yes -> allowMissingAttachments),
                Optional.of(false).filter(no -> noContentCheck),
                options.ifBusy(),
                at,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
