package io.correlator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.correlator.api.ParseFailure;
import io.correlator.rules.problem.ProblemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README and guides show is in the repository, as they show it. */
final class DocumentationTest {
  private static final int FIRST_SIGHT = 40;
  private static final int LONGEST_EXAMPLE = 60;

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyJavaBlockIsPartOfAnExample(Page page) throws IOException {
    List<String> examples =
        examples().stream().map(Repository::read).map(DocumentationTest::squeezed).toList();

    assertThat(page.blocks("java"))
        .map(Page.Block::text)
        .filteredOn(
            block -> examples.stream().noneMatch(example -> example.contains(squeezed(block))))
        .isEmpty();
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.ROOT.resolve("correlator-examples/src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @Test
  void everyExampleFitsOnAScreen() throws IOException {
    assertThat(examples())
        .filteredOn(file -> file.toString().contains("/src/main/"))
        .allSatisfy(
            file -> assertThat(Repository.read(file).lines().count()).isLessThan(LONGEST_EXAMPLE));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Page page) {
    assertThat(page.links())
        .filteredOn(link -> !link.contains("://"))
        .allSatisfy(
            link -> {
              String[] parts = link.split("#", 2);
              Path target = page.file().resolveSibling(parts[0]);
              Path file = parts[0].isEmpty() ? page.file() : target;
              assertThat(file).exists();
              if (parts.length == 2) {
                assertThat(anchors(file)).contains(parts[1]);
              }
            });
  }

  /** As the common hosts make them from headings. */
  private static List<String> anchors(Path file) {
    return Repository.read(file)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+\\s+", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void theReadmeShowsAllAtFirstSight() {
    List<String> lines = Repository.read("README.md").lines().limit(FIRST_SIGHT).toList();
    Page seen = new Page(Repository.ROOT.resolve("README.md"), String.join("\n", lines) + "\n");

    assertThat(lines.get(2)).startsWith("**").endsWith(".");
    assertThat(seen.blocks(""))
        .singleElement()
        .satisfies(picture -> assertThat(picture.text()).contains("source", "►", "events"));
    assertThat(seen.blocks("sh"))
        .singleElement()
        .satisfies(
            commands ->
                assertThat(commands.lines())
                    .containsExactly("./correlator process samples/auth.log", "mvn verify"));
    assertThat(seen.blocks("java"))
        .singleElement()
        .satisfies(
            snippet ->
                assertThat(snippet.text()).startsWith("Correlator.builder()").contains(".run();"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyDependencyIsPublishedInTheCurrentVersion(Page page) {
    assertThat(page.blocks("xml"))
        .allSatisfy(
            block -> {
              assertThat(elements(block, "groupId")).containsOnly("io.correlator");
              assertThat(elements(block, "version")).containsOnly(Repository.VERSION);
              assertThat(elements(block, "artifactId"))
                  .isNotEmpty()
                  .allSatisfy(DocumentationTest::assertPublished);
            });
  }

  private static List<String> elements(Page.Block block, String name) {
    return Pattern.compile("<%s>(.*?)</%s>".formatted(name, name))
        .matcher(block.text())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static void assertPublished(String artifact) {
    assertThat(artifact)
        .satisfiesAnyOf(
            name -> assertThat(name).isEqualTo("correlator-bom"),
            name -> assertThat(Repository.published()).contains(name));
  }

  @Test
  void theBomNamesAllPublishedArtifactsInOneVersion() {
    String bom = Repository.read("correlator-bom/pom.xml");

    assertThat(Repository.published())
        .doesNotHaveDuplicates()
        .allSatisfy(
            artifact ->
                assertThat(Repository.read(artifact + "/pom.xml"))
                    .contains("<version>" + Repository.VERSION + "</version>"));
    assertThat(bom).contains("<version>" + Repository.VERSION + "</version>");
    assertThat(Repository.read("pom.xml"))
        .contains("<version>" + Repository.VERSION + "</version>");
  }

  @Test
  void theTableOfArtifactsNamesThemAll() {
    assertThat(Repository.read("docs/architecture.md"))
        .contains(Repository.published().stream().map(name -> "| `" + name + "` |").toList());
  }

  @Test
  void theReasonsOfFailureAreAllExplained() {
    assertThat(Repository.read("docs/operate.md"))
        .contains(
            Arrays.stream(ParseFailure.values()).map(reason -> "| `" + reason + "` |").toList());
  }

  @Test
  void theProblemsOfRulesAreAllExplained() {
    assertThat(Repository.read("docs/rule-problems.md"))
        .contains(Arrays.stream(ProblemId.values()).map(id -> "| `" + id + "` |").toList());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void mavenCommandsNameArtifactsThatExist(Page page) {
    assertThat(page.blocks("sh"))
        .flatMap(Page.Block::lines)
        .filteredOn(line -> line.contains(" -pl "))
        .allSatisfy(
            line ->
                assertThat(Repository.ROOT.resolve(line.replaceFirst(".* -pl (\\S+).*", "$1")))
                    .isDirectory());
  }

  @Test
  void theFormatsThatAreShownAreTheSample() {
    assertThat(Page.of("docs/operate.md").blocks("yaml"))
        .extracting(Page.Block::text)
        .contains(Repository.read("samples/formats/shop.yml"));
  }
}
