package io.correlator.core.message;

import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateSequenceModel;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list as templates see it. For one rendering. */
record ListModel(List<?> list, Values values)
    implements TemplateSequenceModel, TemplateCollectionModel {
  @Override
  public @Nullable TemplateModel get(int index) {
    return index >= 0 && index < list.size() ? values.of(list.get(index)) : null;
  }

  @Override
  public int size() {
    return list.size();
  }

  @Override
  public TemplateModelIterator iterator() {
    Iterator<?> elements = list.iterator();
    return new TemplateModelIterator() {
      @Override
      public @Nullable TemplateModel next() throws TemplateModelException {
        if (!elements.hasNext()) {
          throw new TemplateModelException("the list is at its end");
        }
        return values.of(elements.next());
      }

      @Override
      public boolean hasNext() {
        return elements.hasNext();
      }
    };
  }
}
