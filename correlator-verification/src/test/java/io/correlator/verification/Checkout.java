package io.correlator.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the root of the repository with the command built: the launcher, the samples, the
 * installed jars. It has no sources, so the launcher never finds anything out of date, and what
 * commands leave behind does not get into the repository.
 */
record Checkout(Path root) {
  private static final Path SHARED =
      Repository.ROOT
          .resolve("correlator-verification/target")
          .resolve("checkout-" + System.getProperty("correlator.fork", "0"));

  /** A new copy. */
  static Checkout in(Path folder) {
    copy(Repository.ROOT.resolve("correlator"), folder.resolve("correlator"));
    copy(Repository.ROOT.resolve("samples"), folder.resolve("samples"));
    copy(Repository.command(), folder.resolve("correlator-cli/target/correlator"));
    return new Checkout(folder);
  }

  /** The copy for all tests of this JVM that only run the command. */
  static Checkout shared() {
    return Shared.CHECKOUT;
  }

  private static final class Shared {
    static final Checkout CHECKOUT = made();

    private static Checkout made() {
      delete(SHARED);
      return in(SHARED);
    }
  }

  /** The command, by its launcher. */
  Command correlator(Object... arguments) {
    List<Object> words = new ArrayList<>(List.of(root.resolve("correlator")));
    words.addAll(Arrays.asList(arguments));
    return Command.of(words.toArray());
  }

  static void delete(Path folder) {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Copies a file or a folder, with times and permissions; archives of classes stay behind. */
  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(each -> !each.toString().endsWith(".jsa")).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.toAbsolutePath().getParent());
        if (!Files.isDirectory(file)) {
          Files.copy(
              file,
              target,
              StandardCopyOption.COPY_ATTRIBUTES,
              StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
