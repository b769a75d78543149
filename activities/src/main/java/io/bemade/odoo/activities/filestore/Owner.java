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
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

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
        try (Stream<Path> paths = Files.walk(root)) {
            for (Iterator<Path> all = paths.iterator(); all.hasNext(); ) {
                give(all.next(), newUser, newGroup);
            }
        } catch (FileSystemException e) {
            throw refused(root, e);
        } catch (IOException e) {
            throw Failures.of("change the owner of", root, e);
        }
    }

    private static void give(Path path, UserPrincipal user, Optional<GroupPrincipal> group) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes now = view.readAttributes();
        if (group.isPresent() && !now.group().equals(group.get())) {
            view.setGroup(group.get());
        }
        if (!now.owner().equals(user)) {
            view.setOwner(user);
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

    private OrchestratorException refused(Path root, FileSystemException e) {
        return new OrchestratorException(
                ErrorCode.ACCESS_DENIED,
                "the worker may not give " + root + " to " + this + " (" + Failures.reason(e)
                        + "): run the worker as root or as that user, or configure no owner",
                e);
    }

    @Override
    public String toString() {
        return user + group.map(name -> ":" + name).orElse("");
    }
}
