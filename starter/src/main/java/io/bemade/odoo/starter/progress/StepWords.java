package io.bemade.odoo.starter.progress;

/** What a step does, for people. */
final class StepWords {
    private StepWords() {}

    /** @param activity its type, which stands for itself where nothing better is known */
    static String of(String activity) {
        return switch (activity) {
            case "AnnounceOnInstance" -> "tells who watches the instance";
            case "AttachFilestore" -> "makes the files reachable";
            case "AwaitInstanceReady" -> "waits for Odoo";
            case "CheckFilestoreRoom" -> "looks whether the files fit";
            case "CheckServer" -> "looks whether the database server lets us work";
            case "ClaimLock" -> "asks for the instance's lock";
            case "CopyDatabase" -> "copies the database";
            case "CopyFilestore" -> "copies the files";
            case "CreateDatabase" -> "creates the database";
            case "CreateFilestore" -> "creates the filestore";
            case "CreateFilestoreCopy" -> "creates the filestore";
            case "DescribeInstance" -> "reads the instance's configuration";
            case "DetachFilestore" -> "lets go of the files";
            case "DismantleInstance" -> "takes the database out of the configuration";
            case "DoomDatabase" -> "marks the pair as doomed";
            case "DropDatabase" -> "drops the new database";
            case "DropDatabaseCopy" -> "drops the copy, and opens the original where it was shut";
            case "DropFilestore" -> "deletes the new filestore";
            case "DropFilestoreCopy" -> "deletes the new filestore";
            case "EnsureCleanup", "ScheduleCleanup" -> "schedules the clean-up";
            case "ExamineWorker" -> "examines what operations need";
            case "ExpireDatabase" -> "drops the database";
            case "ExpireFilestore" -> "deletes the files";
            case "FenceInstance" -> "keeps older operations out";
            case "InspectSource" -> "looks at the backup";
            case "IsInstanceServing" -> "asks whether Odoo answers";
            case "IsOwnerAlive" -> "asks whether the lock's holder lives";
            case "ListPairs" -> "lists the instance's pairs";
            case "ListRemains" -> "looks what is left of the instance";
            case "LoadDatabase" -> "begins to load the database";
            case "LoadFilestore" -> "begins to load the filestore";
            case "MarkCurrent" -> "marks the pair as current";
            case "Neutralize" -> "makes the copy harmless";
            case "OpenDatabase" -> "opens the database";
            case "OwnDatabase" -> "gives the database to the instance's role";
            case "OwnFilestore" -> "gives the files to the instance's user";
            case "PlanCopy" -> "looks how the database can be copied";
            case "PointInstance" -> "points the configuration at the pair";
            case "PointInstanceBack" -> "puts the former configuration back";
            case "ProveDatabase" -> "proves the database";
            case "ProveFilestore" -> "proves the attachments";
            case "RenewIdentity" -> "gives the copy an identity of its own";
            case "RequireFilestore" -> "looks whether the files are there";
            case "RetireDatabase" -> "shuts and marks the old database";
            case "RetireFilestore" -> "marks the old files";
            case "ShowOutcome" -> "shows how it ended, and what the instance has";
            case "ShutDatabase" -> "shuts the database";
            case "StartInstance" -> "starts Odoo";
            case "StopInstance" -> "stops Odoo";
            case "TakeInventory" -> "lists instances and pairs";
            case "VerifyNeutralized" -> "checks that the copy is harmless";
            default -> activity;
        };
    }
}
