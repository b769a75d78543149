package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyPlan;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyQuestion;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides how a database is copied: whoever works in it is not disturbed, unless they may be or there is no other way. */
final class CopyPlanning {
    private final Admin admin;
    private final PgDump pgDump;

    CopyPlanning(Admin admin, PgDump pgDump) {
        this.admin = admin;
        this.pgDump = pgDump;
    }

    CopyPlan plan(CopyQuestion question) {
        boolean near = question.source().server().equals(question.server());
        if (question.strategy() == CopyStrategy.TEMPLATE && !near) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "database " + question.source() + " is on PostgreSQL server "
                            + question.source().server() + " and its copy is to be on " + question.server()
                            + ": strategy template copies within one server only, give auto or online");
        }
        boolean mayPause = question.strategy() == CopyStrategy.TEMPLATE
                || (question.strategy() == CopyStrategy.AUTO
                        && near
                        && (question.allowFreeze() || isIdle(question.source())));
        if (mayPause) {
            return new CopyPlan(CopyWay.TEMPLATE, Optional.empty());
        }
        Optional<String> obstacle = obstacle(question);
        if (obstacle.isEmpty()) {
            return new CopyPlan(CopyWay.ONLINE, Optional.empty());
        }
        String sentence = "database " + question.source() + " cannot be copied while it serves: " + obstacle.get();
        if (question.strategy() == CopyStrategy.ONLINE || !near) {
            throw new OrchestratorException(
                    ErrorCode.COMMAND_FAILED, sentence + (near ? "; or give strategy template or auto" : ""));
        }
        return new CopyPlan(CopyWay.TEMPLATE, Optional.of(sentence + ". It was paused for its copy instead."));
    }

    private boolean isIdle(StoragePair source) {
        return admin.ask(
                source.server(),
                "it could not be found out who works in database " + source,
                connection ->
                        Sessions.others(connection, source.database().value()).isEmpty());
    }

    private Optional<String> obstacle(CopyQuestion question) {
        StoragePair source = question.source();
        String what = "it could not be found out how database " + source + " can be copied";
        int server = admin.ask(source.server(), what, Catalog::majorVersion);
        int target = admin.ask(question.server(), what, Catalog::majorVersion);
        if (target < server) {
            return Optional.of("it is on PostgreSQL " + server + " and the copy is to be on " + target
                    + ": the copy's server must not be older");
        }
        OptionalInt program = pgDump.major();
        if (program.isEmpty()) {
            return Optional.of(pgDump.missing(server));
        }
        if (program.getAsInt() < server) {
            return Optional.of("the program \"" + pgDump.program() + "\" is of PostgreSQL " + program.getAsInt()
                    + " and the server runs " + server + ": install newer client programs on the worker");
        }
        CopyObstacles obstacles = new CopyObstacles(admin.ask(question.server(), what, CopyObstacles::extensions));
        return admin.in(
                source.server(),
                source.database().value(),
                what,
                connection -> obstacles.first(connection, question.sourceRole()));
    }
}
