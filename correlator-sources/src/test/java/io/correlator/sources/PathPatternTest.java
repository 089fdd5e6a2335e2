package io.correlator.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  private static final List<String> NAMES = List.of("a", "b", "a.log", "b.log", ".a.log");
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "*.log -> a.log b.log",
        "?.log -> a.log b.log",
        "[!a].log -> b.log",
        "{a,c}.log -> a.log",
        ".*.log -> .hidden.log",
        "a.log -> a.log",
        "*/*.log -> deep/c.log",
        "**/*.log -> a.log b.log deep/c.log deep/deeper/d.log",
        "** -> a.log b.log b.txt deep/c.log deep/deeper/d.log",
        "deep/** -> deep/c.log deep/deeper/d.log",
        "deep/**/**/*.log -> deep/c.log deep/deeper/d.log",
        "**/deeper/* -> deep/deeper/d.log",
        "d*p/c.log -> deep/c.log",
        "nowhere/*.log -> ''",
        "*.log/* -> ''",
      })
  void findsWhatAShellWould(String glob, String expected) throws IOException {
    for (String each :
        List.of(
            "a.log",
            "b.log",
            "b.txt",
            ".hidden.log",
            "deep/c.log",
            "deep/deeper/d.log",
            "deep/.git/e.log")) {
      Files.createDirectories(folder.resolve(each).getParent());
      Files.createFile(folder.resolve(each));
    }

    assertThat(find(PathPattern.glob(folder + "/" + glob))).isEqualTo(set(expected));
  }

  @Test
  void findsTheFilesOfAFolder() throws IOException {
    Files.createDirectories(folder.resolve("deep"));
    Files.createFile(folder.resolve("deep/a.log"));
    Files.createFile(folder.resolve("[b].log"));

    assertThat(find(PathPattern.folder(folder))).isEqualTo(set("[b].log deep/a.log"));
  }

  @Test
  void doesNotGoInCircles() throws IOException {
    Files.createDirectories(folder.resolve("deep"));
    Files.createSymbolicLink(folder.resolve("deep/up"), folder);
    Files.createFile(folder.resolve("deep/a.log"));

    assertThat(find(PathPattern.folder(folder))).isEqualTo(set("deep/a.log"));
    assertThat(find(PathPattern.glob(folder + "/*/up/*/*.log")))
        .isEqualTo(set("deep/up/deep/a.log"));
  }

  @Test
  void saysWhichFolderItMayNotRead() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    PathSearch search = new PathSearch(path -> false).in(PathPattern.folder(folder));
    assumeFalse(Files.isReadable(closed), "runs as root");

    assertThat(search.troubles()).containsOnlyKeys(closed);
  }

  /** What is found is what matches: both have rules of their own for hidden names and folders. */
  @Property(tries = 300)
  void matchesWhatItFinds(@ForAll("globs") String glob, @ForAll("trees") Set<String> tree)
      throws IOException {
    try (OwnFolder own = OwnFolder.create()) {
      matchesWhatItFinds(own.path(), glob, tree);
    }
  }

  private static void matchesWhatItFinds(Path root, String glob, Set<String> tree)
      throws IOException {
    PathPattern pattern = PathPattern.glob(root + "/" + glob);
    for (String each : tree) {
      Path file = root.resolve(each);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }

    Set<Path> matching = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile).filter(pattern::matches).forEach(matching::add);
    }
    assertThat(new TreeSet<>(new PathSearch(path -> false).in(pattern).files()))
        .isEqualTo(matching);
  }

  @Provide
  Arbitrary<String> globs() {
    return Arbitraries.of("*", "**", "a", "*.log", "?", ".*", "{a,b}*")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(names -> String.join("/", names));
  }

  @Provide
  Arbitrary<Set<String>> trees() {
    return Arbitraries.of("d1", "d2", ".d")
        .list()
        .ofMaxSize(2)
        .flatMap(
            folders ->
                Arbitraries.of(NAMES)
                    .map(
                        name -> folders.isEmpty() ? name : String.join("/", folders) + "/x" + name))
        .set()
        .ofMaxSize(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "logs/[a.log", "{/var/log,/opt}/*.log"})
  void refusesWhatIsNoPattern(String glob) {
    assertThatThrownBy(() -> PathPattern.glob(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'%s' is not a pattern of", glob);
  }

  @Test
  void isRelativeToThePresentFolder() {
    assertThat(PathPattern.glob("*.log").matches(Path.of("a.log"))).isTrue();
    assertThat(PathPattern.glob("*.log").matches(Path.of("/a.log"))).isFalse();
    assertThat(PathPattern.glob("logs/*.log").matches(Path.of("logs/a.log"))).isTrue();
    assertThat(PathPattern.glob("logs/*.log").matches(Path.of("logs"))).isFalse();
    assertThat(PathPattern.glob("/*.log").matches(Path.of("/a.log"))).isTrue();
  }

  private Set<String> find(PathPattern pattern) {
    Set<String> found = new TreeSet<>();
    for (Path each : new PathSearch(path -> false).in(pattern).files()) {
      found.add(folder.relativize(each).toString());
    }
    return found;
  }

  private static Set<String> set(String names) {
    return names.isEmpty() ? Set.of() : new TreeSet<>(List.of(names.split(" ", -1)));
  }
}
