package io.correlator.core.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.correlator.api.EmittedEvent;
import io.correlator.api.MessageFormat;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;

/**
 * Templates of messages: one is refused with a reason, or rendered within bounds, or the message
 * says that it cannot be. Nothing that could be a tag comes into HTML from an event.
 */
public final class TemplateTarget implements Target {
  private static final int MOST = 1 << 20;
  private static final EmittedEvent EVENT = Events.hostile();

  /** Attacks it. */
  public TemplateTarget() {}

  @Override
  public void attack(byte[] input) {
    String source = new String(input, UTF_8);
    for (MessageFormat format : MessageFormat.values()) {
      MessageTemplate template;
      try {
        template = TemplateCompiler.compile("Fuzzed", format, source);
      } catch (RefusedException e) {
        told(String.valueOf(e.getMessage()));
        continue;
      }
      try {
        String message = template.render(EVENT);
        Claim.that(message.length() <= MOST, "a message is not too long");
        Claim.that(
            format != MessageFormat.HTML
                || source.contains(Events.TAG)
                || !message.contains(Events.TAG),
            "an event brings no tag into HTML");
      } catch (RenderingException e) {
        told(String.valueOf(e.getMessage()));
      }
    }
  }

  private static void told(String reason) {
    Claim.that(!reason.isBlank() && reason.length() < 1000, "it is told what is wrong");
  }
}
