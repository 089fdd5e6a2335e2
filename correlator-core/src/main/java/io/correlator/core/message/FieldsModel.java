package io.correlator.core.message;

import freemarker.template.TemplateHashModelEx2;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import io.correlator.api.Fields;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields as templates see them: found by name, or gone through in order. For one rendering. */
record FieldsModel(Fields fields, Values models) implements TemplateHashModelEx2 {
  @Override
  public @Nullable TemplateModel get(String name) {
    return models.of(fields.get(name).orElse(null));
  }

  @Override
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public ListModel keys() {
    return new ListModel(fields.names(), models);
  }

  @Override
  public ListModel values() {
    List<Object> all = new ArrayList<>();
    fields.forEach((name, value) -> all.add(value));
    return new ListModel(all, models);
  }

  @Override
  public KeyValuePairIterator keyValuePairIterator() {
    Iterator<String> names = fields.names().iterator();
    return new KeyValuePairIterator() {
      @Override
      public boolean hasNext() {
        return names.hasNext();
      }

      @Override
      public KeyValuePair next() throws TemplateModelException {
        if (!names.hasNext()) {
          throw new TemplateModelException("there are no more fields");
        }
        return pair(names.next());
      }
    };
  }

  private KeyValuePair pair(String name) {
    return new KeyValuePair() {
      @Override
      public @Nullable TemplateModel getKey() {
        return models.of(name);
      }

      @Override
      public @Nullable TemplateModel getValue() {
        return get(name);
      }
    };
  }
}
