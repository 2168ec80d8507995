package dev.s3logkit.local.template;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// The file as maps, lists and strings, with every short form (`!Ref`, `!GetAtt`, `!Sub`) written
/// in its long form. Scalars stay as they are spelled: CloudFormation converts them, and `0.50` or
/// `2012-10-17` must not turn into a number or a date.
final class TemplateYaml extends SafeConstructor {

    private TemplateYaml() {
        super(options());
        for (Tag tag : List.of(Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.TIMESTAMP, Tag.NULL)) {
            yamlConstructors.put(tag, new ConstructYamlStr());
        }
        yamlMultiConstructors.put("!", new LongForm());
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return options;
    }

    static Map<String, Object> read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (Reader reader = Files.newBufferedReader(file)) {
            if (new Yaml(new TemplateYaml()).load(reader) instanceof Map<?, ?> map) {
                return Trees.textKeys(map);
            }
            throw new TemplateException(name, "expected a mapping with Resources");
        } catch (NoSuchFileException e) {
            throw new TemplateException(file.toString(), "there is no such template", e);
        } catch (YAMLException e) {
            throw new TemplateException(name, "this is not YAML: " + e.getMessage(), e);
        }
    }

    /// `!Name value` as `{"Fn::Name": value}`.
    private final class LongForm extends AbstractConstruct {
        @Override
        public Object construct(Node node) {
            String name = node.getTag().getValue().substring(1);
            Object value =
                    switch (node) {
                        case ScalarNode scalar -> constructScalar(scalar);
                        case SequenceNode sequence -> constructSequence(sequence);
                        case MappingNode mapping -> constructMapping(mapping);
                        default -> throw new YAMLException("an alias cannot be tagged " + name);
                    };
            return switch (name) {
                case "Ref", "Condition" -> Map.of(name, value);
                case "GetAtt" -> Map.of("Fn::GetAtt", attribute(value));
                default -> Map.of("Fn::" + name, value);
            };
        }

        private Object attribute(Object value) {
            return value instanceof String text ? List.of(text.split("\\.", 2)) : value;
        }
    }
}
