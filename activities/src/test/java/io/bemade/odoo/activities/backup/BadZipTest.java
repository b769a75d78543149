package io.bemade.odoo.activities.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each is refused by one sentence, before anything is made. */
class BadZipTest extends BackupTest {
    private static final String A = "filestore/" + ZipForge.storeName("one".getBytes(UTF_8));
    private static final String SHA1 = "a".repeat(40);

    static Stream<Arguments> zips() {
        return Stream.of(
                zip("without dump.sql", zip -> zip.without("dump.sql"), "is a zip without dump.sql"),
                zip(
                        "with dump.dump",
                        zip -> zip.without("dump.sql").add("dump.dump", "PGDMP"),
                        "is a zip without dump.sql (it holds \"dump.dump\")"),
                zip("without manifest", zip -> zip.without("manifest.json"), "is a zip without manifest.json"),
                zip("without filestore", zip -> zip.without(A), "is a zip without filestore/"),
                zip(
                        "empty",
                        zip -> zip.without(A).without("dump.sql").without("manifest.json"),
                        "is a zip without dump.sql"),
                zip("encrypted", zip -> zip.entry("dump.sql").flags = 1, "is encrypted"),
                zip("encrypted with AES", zip -> zip.entry(A).method = 99, "is encrypted"),
                zip("unknown compression", zip -> zip.entry(A).method = 93, "unknown compression (method 93)"),
                zip("parent directory", zip -> zip.add("../../etc/x", "x"), "hostile name in it, \"../../etc/x\""),
                zip("parent inside", zip -> zip.add("filestore/aa/../../x", "x"), "hostile name"),
                zip("absolute", zip -> zip.add("/etc/passwd", "x"), "hostile name"),
                zip("drive", zip -> zip.add("C:/x", "x"), "hostile name"),
                zip("backslash", zip -> zip.add("filestore\\aa\\x", "x"), "hostile name"),
                zip("control character", zip -> zip.add("a\nb", "x"), "hostile name in it, \"a?b\""),
                zip("symbolic link", zip -> zip.entry(A).unixMode = 0120777, "symbolic link"),
                zip("link elsewhere", zip -> zip.add("home", "/etc").unixMode = 0120777, "symbolic link"),
                zip("device", zip -> zip.add("null", "").unixMode = 0020666, "neither file nor directory"),
                zip("attachment twice", zip -> zip.add(A, "one"), "twice"),
                zip("dump twice", zip -> zip.add("dump.sql", ZipForge.DUMP), "\"dump.sql\" twice"),
                zip("overlap", zip -> zip.add("filestore/aa/" + SHA1, "one").offset = 0, "overlap"),
                zip("foreign file", zip -> zip.add("filestore/readme.txt", "x"), "that is no attachment"),
                zip("wrong folder", zip -> zip.add("filestore/bb/" + SHA1, "x"), "that is no attachment"),
                zip("upper case", zip -> zip.add("filestore/AA/" + "A".repeat(40), "x"), "that is no attachment"),
                zip("10 GB out of nothing", zip -> zip.zip64().entry(A).size = 10L << 30, "impossible sizes"),
                zip("negative size", zip -> zip.zip64().entry(A).size = -5, "impossible sizes"),
                zip("beyond the end", zip -> zip.zip64().entry(A).offset = 1L << 40, "impossible sizes"),
                zip("stored with two sizes", BadZipTest::storedWithTwoSizes, "impossible sizes"),
                zip("bomb", BadZipTest::bomb, "unpacks from 104800 to 108000000 bytes"),
                zip("manifest that is no JSON", zip -> manifest(zip, "hello"), "manifest.json that cannot be read"),
                zip("manifest that is a list", zip -> manifest(zip, "[]"), "no JSON object"),
                zip("dump that is an archive", zip -> dump(zip, "PGDMP..."), "whose dump.sql is an archive of pg_dump"),
                zip("dump that is empty", zip -> dump(zip, ""), "whose dump.sql is "),
                zip(
                        "dump of MySQL",
                        zip -> dump(zip, "-- MySQL dump 10\n/*!40101 SET NAMES utf8 */;"),
                        "is not a backup"));
    }

    private static Arguments zip(String name, Consumer<ZipForge> change, String message) {
        return Arguments.of(name, change, message);
    }

    private static void storedWithTwoSizes(ZipForge zip) {
        zip.entry(A).deflated = false;
        zip.entry(A).size = 2;
    }

    private static void bomb(ZipForge zip) {
        ZipForge.Entry bomb = zip.attach(new byte[] {1});
        bomb.packed = new byte[104_800];
        bomb.size = 108_000_000;
    }

    private static void manifest(ZipForge zip, String content) {
        zip.without("manifest.json").add("manifest.json", content);
    }

    private static void dump(ZipForge zip, String content) {
        zip.without("dump.sql").add("dump.sql", content);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("zips")
    void isRefused(String name, Consumer<ZipForge> change, String message) {
        ZipForge forge = ZipForge.odoo("one");
        change.accept(forge);
        bad(() -> inspect(forge.bytes()), message);
    }

    @Test
    void isRefusedWhereverItIsCutOff() {
        byte[] zip = ZipForge.odoo("one", "two").bytes();
        for (int length = 4; length < zip.length; length += 7) {
            byte[] cut = Arrays.copyOf(zip, length);
            bad(() -> inspect(cut), "is a zip that is cut off");
        }
    }

    @Test
    void isRefusedWhenItsDirectoryLies() {
        byte[] zip = ZipForge.odoo("one").bytes();
        for (int field : new int[] {10, 12, 16}) {
            byte[] lying = zip.clone();
            lying[zip.length - 22 + field]++;
            bad(() -> inspect(lying), "directory");
        }
        byte[] part = zip.clone();
        part[zip.length - 22 + 4] = 1;
        bad(() -> inspect(part), "one part of a zip");
    }
}
