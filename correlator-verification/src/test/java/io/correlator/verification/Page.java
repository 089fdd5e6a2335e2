package io.correlator.verification;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of documentation in Markdown, taken apart as far as tests need it. */
record Page(Path file, String text) {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]\\n]*\\]\\(([^)\\s]+)\\)");

  /** A fenced block: its language, which may be empty, what is in it, and where. */
  record Block(String language, String text, int start, int end) {
    List<String> lines() {
      return text.lines().toList();
    }
  }

  static List<Page> all() {
    return Repository.pages().stream().map(Page::of).toList();
  }

  static Page of(Path file) {
    return new Page(file, Repository.read(file));
  }

  static Page of(String path) {
    return of(Repository.ROOT.resolve(path));
  }

  List<Block> blocks() {
    return BLOCK.matcher(text).results().map(Page::block).toList();
  }

  List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  private static Block block(MatchResult match) {
    return new Block(match.group(1), match.group(2), match.start(), match.end());
  }

  /** The block of text or JSON that follows {@code block} at once: what its commands print. */
  Optional<Block> outputOf(Block block) {
    return blocks().stream()
        .filter(other -> other.language().matches("text|json"))
        .filter(other -> other.start() > block.end())
        .filter(other -> text.substring(block.end(), other.start()).isBlank())
        .findFirst();
  }

  List<String> links() {
    String prose = BLOCK.matcher(text).replaceAll("").replaceAll("`[^`\n]*`", "");
    return LINK.matcher(prose).results().map(match -> match.group(1)).toList();
  }

  @Override
  public String toString() {
    return Repository.ROOT.relativize(file).toString();
  }
}
