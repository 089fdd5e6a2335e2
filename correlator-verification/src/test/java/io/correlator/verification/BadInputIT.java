package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the command is given to read: what cannot be read is said and gives exit code 1, what
 * can be read is read, and the printed balance is what was put in.
 */
final class BadInputIT {
  private static final String NOTHING = "received 0 = parsed 0 + failed 0";

  @TempDir Path folder;

  @Test
  void aMissingFileIsNamedAndTheOthersAreRead() throws IOException {
    Path log = Logs.write(folder.resolve("a.log"), Logs.FAILED_LOGIN);

    Command.Result result = process("missing.log", log);

    assertUnreadable(result, "cannot read missing.log: no such file or folder");
    assertBalance(result, "received 1 = parsed 1 + failed 0");
  }

  @Test
  void aLinkThatLeadsNowhereIsNamedAndTheOtherFilesOfTheFolderAreRead() throws IOException {
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
    Logs.write(folder.resolve("a.log"), Logs.FAILED_LOGIN);

    Command.Result result = process(folder);

    assertUnreadable(result, "cannot read %s/dangling: no such file".formatted(folder));
    assertBalance(result, "received 1 = parsed 1 + failed 0");
  }

  @Test
  void aFileWithoutPermissionIsNamedAndTheOthersAreRead() throws IOException {
    Path secret = Logs.write(folder.resolve("secret.log"), Logs.FAILED_LOGIN);
    Logs.write(folder.resolve("a.log"), Logs.FAILED_LOGIN);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(secret), "permissions do not stop this user");

    Command.Result result = process(folder);

    assertUnreadable(result, "cannot read %s: permission denied".formatted(secret));
    assertBalance(result, "received 1 = parsed 1 + failed 0");
  }

  @Test
  void aFolderWithoutFilesIsNamed() {
    Command.Result result = process(folder);

    assertUnreadable(result, "cannot read %s: there are no files in this folder".formatted(folder));
    assertBalance(result, NOTHING);
  }

  @Test
  void aDeviceIsNotRead() {
    Command.Result result = process("/dev/zero");

    assertUnreadable(result, "cannot read /dev/zero: is a device");
    assertBalance(result, NOTHING);
  }

  @Test
  void aPipeThatIsNamedIsRead() throws IOException {
    Path pipe = folder.resolve("pipe");
    assertThat(Command.of("mkfifo", pipe).run().exitCode()).isZero();
    Path log = Logs.write(folder.resolve("a.log"), Logs.FAILED_LOGIN, "");
    Command.Running writer = Command.shell("exec cat '%s' > '%s'".formatted(log, pipe)).start();

    Command.Result result = process(pipe);
    writer.end();

    assertRead(result, "received 2 = parsed 1 + failed 1 (empty 1)");
  }

  @Test
  void aBinaryFileInAFolderIsSkippedAndNamed() throws IOException {
    Files.write(folder.resolve("journal"), noise(10_000));
    Logs.write(folder.resolve("a.log"), Logs.FAILED_LOGIN);

    Command.Result result = process(folder);

    assertUnreadable(result, "cannot read %s/journal: skipped: binary file".formatted(folder));
    assertBalance(result, "received 1 = parsed 1 + failed 0");
  }

  @Test
  void aBinaryFileThatIsNamedIsReadAndEveryLineOfItIsCounted() throws IOException {
    byte[] noise = noise(10_000);
    noise[0] = 'x';
    Path file = Files.write(folder.resolve("noise"), noise);
    long lines = count(noise, '\n') + (noise[noise.length - 1] == '\n' ? 0 : 1);

    Command.Result result = process(file);

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .containsPattern(
            "received %d = parsed 0 \\+ failed %d \\(.*binary ".formatted(lines, lines));
  }

  @Test
  void anArchiveThatBreaksOffGivesItsWholeLines() throws IOException {
    Path log = Logs.repeat(folder.resolve("a.log"), Logs.FAILED_LOGIN, 3000);
    byte[] packed = Logs.gzip(log);
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / 2));

    Command.Result result = process(cut);

    assertUnreadable(result, "cut.gz: the archive breaks off after ");
    long text = number(result.err(), "breaks off after (\\d+) bytes");
    long lines = text / (Logs.FAILED_LOGIN.length() + 1);
    assertBalance(result, "received %d = parsed %d + failed 0".formatted(lines, lines));
    assertThat(lines).isPositive().isLessThan(3000);
  }

  @Test
  void aCorruptArchiveIsNamed() throws IOException {
    byte[] packed = Logs.gzip(Logs.repeat(folder.resolve("a.log"), Logs.FAILED_LOGIN, 10));
    packed[packed.length - 5] ^= 1;
    Path corrupt = Files.write(folder.resolve("corrupt.gz"), packed);

    Command.Result result = process(corrupt);

    assertUnreadable(result, "corrupt.gz: the archive is corrupt");
    assertBalance(result, "received 10 = parsed 10 + failed 0");
  }

  @Test
  void aFileThatOnlyBeginsLikeAnArchiveIsNamed() throws IOException {
    Path file = Logs.bytes(folder.resolve("odd.gz"), "\u001f\u008bno archive at all");

    Command.Result result = process(file);

    assertUnreadable(result, "odd.gz: ");
    assertBalance(result, NOTHING);
  }

  @Test
  void aLineOf100MebibytesFitsIntoLittleMemory() throws IOException {
    Path file = folder.resolve("long.log");
    Logs.writeLongLine(Files.newOutputStream(file), 100);

    Command.Result result = processWith("-Xmx64m", file);

    assertRead(result, "received 2 = parsed 1 + failed 1 (unrecognised 1)");
    assertThat(result.err()).containsPattern("long.log +2 +1 +1 +1 +65,626 ");
  }

  @Test
  void aPackedLineOf200MebibytesFitsIntoLittleMemory() throws IOException {
    Path file = folder.resolve("bomb.gz");
    Logs.writeLongLine(new GZIPOutputStream(Files.newOutputStream(file)), 200);

    Command.Result result = processWith("-Xmx64m", file);

    assertRead(result, "received 2 = parsed 1 + failed 1 (unrecognised 1)");
  }

  @Test
  void bytesThatAreNoTextAreReadAsFarAsTheyGo() throws IOException {
    Path file =
        Logs.bytes(
            folder.resolve("a.log"),
            "Mar  1 07:14:03 gate sshd[2113]: Failed password for r\u00ff\u00c3( from 203.0.113.7"
                + " port 54097 ssh2\n\u00ff\u00fe \u00c3(\n");

    Command.Result result = process(file);

    assertRead(result, "received 2 = parsed 1 + failed 1 (unrecognised 1)");
    assertThat(result.out()).contains("failed to log in from 203.0.113.7");
  }

  @Test
  void linesWithZeroBytesAreReadIfTheyHaveAHeader() throws IOException {
    Path file =
        Logs.bytes(folder.resolve("a.log"), "Mar  1 07:14:03 gate sshd[2113]: a\0b\n\0\0\0\n");

    Command.Result result = process(file);

    assertRead(result, "received 2 = parsed 1 + failed 1 (binary 1)");
  }

  @Test
  void anEmptyFileIsNothingAndNoMistake() throws IOException {
    Command.Result result = process(Files.createFile(folder.resolve("empty.log")));

    assertRead(result, NOTHING);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void blankLinesAreRecordsThatFailedAsEmpty() throws IOException {
    Command.Result result = process(Logs.bytes(folder.resolve("a.log"), "\n\r\n  \n\t\n \r\n"));

    assertRead(result, "received 5 = parsed 0 + failed 5 (empty 5)");
  }

  @Test
  void textInUtf16IsNotReadAndTheWayOutIsSaid() throws IOException {
    Path file = folder.resolve("a.log");
    Files.write(file, (Logs.FAILED_LOGIN + "\n").getBytes(StandardCharsets.UTF_16));

    Command.Result result = process(file);

    assertUnreadable(result, "convert it first, for instance with: iconv -f UTF-16 -t UTF-8");
    assertBalance(result, NOTHING);
  }

  @Test
  void theBalanceIsExactForAMixtureOfEverything() throws IOException {
    Path file =
        Logs.bytes(
            folder.resolve("a.log"),
            String.join(
                "\n",
                Logs.FAILED_LOGIN,
                "",
                "no header",
                "\0\0",
                "<999>Mar  1 07:14:03 h p: m",
                "Feb 30 07:14:03 h p: m",
                "<38>1 2026-13-01T07:14:03Z h p 1 - - m",
                Logs.FAILED_LOGIN));

    Command.Result result = process(file);

    long parsed = number(result.err(), "parsed (\\d+) \\+");
    long failed = number(result.err(), "failed (\\d+) \\(");
    long reasons =
        Pattern.compile("[a-z-]+ (\\d+)[,)]")
            .matcher(
                result.err().lines().filter(line -> line.contains(" = ")).findFirst().orElseThrow())
            .results()
            .mapToLong(reason -> Long.parseLong(reason.group(1)))
            .sum();
    assertThat(result.exitCode()).isZero();
    assertThat(number(result.err(), "received (\\d+) =")).isEqualTo(8);
    assertThat(parsed + failed).isEqualTo(8);
    assertThat(reasons).isEqualTo(failed);
    assertThat(parsed).isEqualTo(2);
  }

  @Test
  void aFileNameCannotSteerTheTerminal() throws IOException {
    Path log = folder.resolve("a\u001b[31m\u0007.log");
    assumeTrue(log.toString().contains("\u001b"));
    Files.write(log, noise(1000));

    Command.Result result = process(folder, log);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out() + result.err()).doesNotContain("\u001b", "\u0007");
    assertThat(result.err()).contains("a\\u001b[31m\\u0007.log");
  }

  @Test
  void aFileWhoseNameBeginsWithAnAtSignIsALogAndNamesNoFileOfArguments() throws IOException {
    Logs.write(folder.resolve("@a.log"), Logs.FAILED_LOGIN);
    Logs.write(folder.resolve("a.log"), "--help");

    Command.Result result =
        Checkout.shared().correlator("process", "--stats", "@a.log").in(folder).run();

    assertRead(result, "received 1 = parsed 1 + failed 0");
    assertThat(result.out()).contains("failed to log in from 203.0.113.7");
  }

  private static Command.Result process(Object... inputs) {
    return processWith("-Xmx256m", inputs);
  }

  private static Command.Result processWith(String javaOptions, Object... inputs) {
    List<Object> words = new ArrayList<>(List.of("process", "--stats"));
    words.addAll(Arrays.asList(inputs));
    return Checkout.shared()
        .correlator(words.toArray())
        .with("CORRELATOR_JAVA_OPTIONS", javaOptions)
        .run();
  }

  private static void assertRead(Command.Result result, String balance) {
    assertBalance(result, balance);
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).doesNotContain("cannot read");
  }

  private static void assertUnreadable(Command.Result result, String complaint) {
    assertThat(result.err()).contains("correlator: cannot read ").contains(complaint);
    assertThat(result.exitCode()).isEqualTo(1);
  }

  private static void assertBalance(Command.Result result, String balance) {
    assertThat(result.err()).contains(": " + balance + "\n");
    assertThat(result.out() + result.err()).doesNotContain("\tat ", "Exception");
  }

  private static long number(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(result -> Long.parseLong(result.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " is not in:\n" + text));
  }

  private static long count(byte[] bytes, char wanted) {
    long count = 0;
    for (byte b : bytes) {
      count += b == wanted ? 1 : 0;
    }
    return count;
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(42).nextBytes(noise);
    return noise;
  }
}
