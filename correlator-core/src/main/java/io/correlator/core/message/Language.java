package io.correlator.core.message;

import freemarker.core.OutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateExceptionHandler;
import io.correlator.api.MessageFormat;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TimeZone;

/**
 * FreeMarker as messages use it: it cannot make or reach Java objects, cannot load anything,
 * escapes every value, and gives the same on every machine. What {@link TemplateInspector} refuses
 * would mostly fail here too; neither relies on the other.
 */
final class Language {
  private static final Configuration TEXT = configuration(PrintableText.INSTANCE);
  private static final Configuration HTML = configuration(PrintableHtml.INSTANCE);

  private Language() {}

  static Configuration of(MessageFormat format) {
    return format == MessageFormat.HTML ? HTML : TEXT;
  }

  private static Configuration configuration(OutputFormat format) {
    Configuration it = new Configuration(Configuration.VERSION_2_3_35);
    it.setTemplateLoader(null);
    it.setLocalizedLookup(false);
    it.clearSharedVariables();
    it.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_35));
    it.setAPIBuiltinEnabled(false);
    it.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    it.setRecognizeStandardFileExtensions(false);
    it.setOutputFormat(format);
    it.setAutoEscapingPolicy(Configuration.FORCE_AUTO_ESCAPING_POLICY);
    it.setTagSyntax(Configuration.ANGLE_BRACKET_TAG_SYNTAX);
    it.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
    it.setNamingConvention(Configuration.LEGACY_NAMING_CONVENTION);
    it.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    it.setLogTemplateExceptions(false);
    it.setLocale(Locale.ROOT);
    it.setTimeZone(TimeZone.getTimeZone("UTC"));
    it.setDateTimeFormat("iso u");
    it.setDateFormat("iso u");
    it.setTimeFormat("iso u");
    it.setNumberFormat("c");
    it.setBooleanFormat("c");
    it.setURLEscapingCharset(StandardCharsets.UTF_8.name());
    return it;
  }
}
