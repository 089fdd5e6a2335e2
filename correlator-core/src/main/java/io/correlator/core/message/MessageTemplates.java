package io.correlator.core.message;

import io.correlator.api.MessageFormat;
import io.correlator.core.monitor.FailureHandler;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The templates of messages that an engine uses, by the type of event they belong to.
 *
 * <p>The template of a type is called {@code TYPE.txt.ftl} or {@code TYPE.html.ftl}. It stands in
 * the folder that the user gives, or on the class path in {@code META-INF/correlator/messages/},
 * beside the module that emits the events. What is in the folder wins. All are read and checked
 * when they are loaded: nothing is looked for, or refused, while events flow.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class MessageTemplates {
  private static final MessageTemplates NONE = new MessageTemplates(Map.of(), List.of());

  private final Map<String, Map<MessageFormat, MessageTemplate>> byType;
  private final List<String> problems;

  private MessageTemplates(
      Map<String, Map<MessageFormat, MessageTemplate>> byType, List<String> problems) {
    this.byType = Map.copyOf(byType);
    this.problems = List.copyOf(problems);
  }

  /** No templates: no event has a message. */
  public static MessageTemplates none() {
    return NONE;
  }

  /**
   * Reads and checks all templates there are.
   *
   * @param folder those of the user, if any; what else is in it and does not end in {@code .ftl} is
   *     left alone
   * @param loaders class loaders that may see templates; of two for the same type, the first counts
   */
  public static MessageTemplates load(Optional<Path> folder, Collection<ClassLoader> loaders) {
    List<String> problems = new ArrayList<>();
    Map<String, TemplateText> texts = new LinkedHashMap<>();
    folder.ifPresent(path -> addFrom(path, texts, problems));
    loaders.forEach(loader -> addFrom(loader, texts, problems));
    Map<String, Map<MessageFormat, MessageTemplate>> byType = new HashMap<>();
    for (TemplateText text : texts.values()) {
      try {
        byType
            .computeIfAbsent(text.type(), type -> new EnumMap<>(MessageFormat.class))
            .put(text.format(), text.compile());
      } catch (RefusedException e) {
        problems.add("%s, %s".formatted(text.where(), e.getMessage()));
      }
    }
    return new MessageTemplates(byType, problems);
  }

  private static void addFrom(Path folder, Map<String, TemplateText> texts, List<String> problems) {
    if (!Files.isDirectory(folder)) {
      problems.add("messages: '%s' is not a folder that can be read".formatted(folder));
      return;
    }
    try {
      for (String name : TemplateFinder.in(folder)) {
        if (TemplateText.isTemplate(name)) {
          add(name, folder.resolve(name).toUri().toURL(), texts, problems);
        }
      }
    } catch (IOException e) {
      problems.add("messages: cannot read '%s': %s".formatted(folder, e));
    }
  }

  private static void addFrom(
      ClassLoader loader, Map<String, TemplateText> texts, List<String> problems) {
    try {
      for (URL place : TemplateFinder.seenBy(loader)) {
        String path = place.getPath();
        add(path.substring(path.lastIndexOf('/') + 1), place, texts, problems);
      }
    } catch (IOException e) {
      problems.add("messages: cannot look for templates on the class path: " + e);
    }
  }

  private static void add(
      String name, URL place, Map<String, TemplateText> texts, List<String> problems) {
    TemplateText.of(name, place)
        .ifPresentOrElse(
            text -> texts.putIfAbsent(name, text),
            () ->
                problems.add(
                    "%s: call it TYPE.txt.ftl or TYPE.html.ftl, where TYPE is that of the event"
                        .formatted(place)));
  }

  /** What is wrong: one line for people each, with file, line and column. */
  public List<String> problems() {
    return problems;
  }

  /** What renders these for one engine, and tells {@code failures} of those that fail. */
  public Messages messages(FailureHandler failures) {
    Map<String, TypeMessages> renderers = new HashMap<>();
    byType.forEach((type, templates) -> renderers.put(type, new TypeMessages(templates, failures)));
    return new Messages(renderers);
  }
}
