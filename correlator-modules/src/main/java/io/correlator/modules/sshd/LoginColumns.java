package io.correlator.modules.sshd;

import io.correlator.api.AuditSchema;
import io.correlator.api.Fields;
import java.util.Optional;
import java.util.OptionalInt;

/** The columns that both kinds of login have, so that their tables can be read side by side. */
final class LoginColumns {
  private static final int COUNT = 5;

  private LoginColumns() {}

  static AuditSchema schema(String type) {
    return AuditSchema.builder(type)
        .text("user")
        .text("address")
        .integer("port")
        .text("method")
        .integer("failures")
        .build();
  }

  static Fields fields(
      Optional<String> user,
      String address,
      OptionalInt port,
      Optional<String> method,
      int failures) {
    Fields.Builder fields =
        Fields.builder(COUNT).putIfPresent("user", user).put("address", address);
    if (port.isPresent()) {
      fields.put("port", (long) port.getAsInt());
    }
    return fields.putIfPresent("method", method).put("failures", (long) failures).build();
  }

  /** For people: the name in quotes, because it may be empty or look like part of the sentence. */
  static String name(Optional<String> user) {
    return user.map(name -> "user \"" + name + '"').orElse("someone");
  }
}
