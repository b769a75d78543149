package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/** The user that Odoo runs as, and perhaps its group, by names or numbers. */
public record Owner(String user, Optional<String> group) {
    /** {@code odoo}, {@code odoo:odoo} or {@code 100:101}. */
    public static Owner of(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length > 2 || parts[0].isBlank() || (parts.length == 2 && parts[1].isBlank())) {
            throw new IllegalArgumentException("owner \"" + text + "\" is not user or user:group");
        }
        return new Owner(parts[0], parts.length == 2 ? Optional.of(parts[1]) : Optional.empty());
    }

    /** Gives away everything under a directory, and itself; what has the right owner already is left alone. */
    void take(Path root) {
        UserPrincipal newUser = lookup("user", user, UserPrincipalLookupService::lookupPrincipalByName, root);
        Optional<GroupPrincipal> newGroup =
                group.map(name -> lookup("group", name, UserPrincipalLookupService::lookupPrincipalByGroupName, root));
        try {
            for (Path directory : new Tree(root).directories()) {
                give(directory, newUser, newGroup);
                for (Path entry : new Tree(directory).entries()) {
                    if (!Tree.isDirectory(entry)) {
                        give(entry, newUser, newGroup);
                    }
                }
            }
        } catch (IOException e) {
            throw Failures.of("read", root, e);
        }
    }

    private void give(Path path, UserPrincipal newUser, Optional<GroupPrincipal> newGroup) {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            PosixFileAttributes now = view.readAttributes();
            if (newGroup.isPresent() && !now.group().equals(newGroup.get())) {
                view.setGroup(newGroup.get());
            }
            if (!now.owner().equals(newUser)) {
                view.setOwner(newUser);
            }
        } catch (FileSystemException e) {
            throw refused(path, e);
        } catch (IOException e) {
            throw Failures.of("change the owner of", path, e);
        }
    }

    private interface Lookup<T> {
        T find(UserPrincipalLookupService service, String name) throws IOException;
    }

    private static <T> T lookup(String kind, String name, Lookup<T> lookup, Path root) {
        try {
            return lookup.find(root.getFileSystem().getUserPrincipalLookupService(), name);
        } catch (UserPrincipalNotFoundException e) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    kind + " " + name + " does not exist on this host: correct the filestore's owner",
                    e);
        } catch (IOException e) {
            throw Failures.of("find the owner for", root, e);
        }
    }

    private OrchestratorException refused(Path path, FileSystemException e) {
        return new OrchestratorException(
                ErrorCode.ACCESS_DENIED,
                "the worker may not give " + path + " to " + this + " (" + Failures.reason(e)
                        + "): run the worker as root or as that user, or configure no owner",
                e);
    }

    @Override
    public String toString() {
        return user + group.map(name -> ":" + name).orElse("");
    }
}
