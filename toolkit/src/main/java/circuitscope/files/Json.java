package circuitscope.files;

import circuitscope.InputException;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Values as JSON: names in small letters with underscores, keys in the order of the alphabet, numbers as short as they can be
 * read back exactly. The same value gives the same text on every machine and Java version, so its SHA-256 can name it.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // a record is its components, not what it can tell besides
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .build();

    private Json() {}

    /**
     * @param value a record, list, map, text or number
     * @return its canonical text, in one line
     */
    public static String canonical(Object value) {
        try {
            // through a tree: only there the keys of nested values are in order, too
            return MAPPER.writeValueAsString(sorted(MAPPER.valueToTree(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value of this toolkit is always valid JSON.", e);
        }
    }

    /**
     * @param value a record, list, map, text or number; maps keep their order
     * @return the same, with a line for each entry
     */
    public static String indented(Object value) {
        try {
            return MAPPER.writer()
                            .with(SerializationFeature.INDENT_OUTPUT)
                            .without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .writeValueAsString(value)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value of this toolkit is always valid JSON.", e);
        }
    }

    /**
     * @param value a value
     * @return its tree of objects, lists, texts and numbers
     */
    public static JsonNode tree(Object value) {
        return sorted(MAPPER.valueToTree(value));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode ordered = MAPPER.createObjectNode();
            StreamSupport.stream(((Iterable<String>) node::fieldNames).spliterator(), false)
                    .sorted()
                    .forEach(name -> ordered.set(name, sorted(node.get(name))));
            return ordered;
        }
        if (node.isArray()) {
            var list = MAPPER.createArrayNode();
            node.forEach(element -> list.add(sorted(element)));
            return list;
        }
        return node;
    }

    /**
     * @param value a value
     * @return SHA-256 of its canonical text, in hexadecimal digits
     */
    public static String sha256(Object value) {
        return sha256(canonical(value).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param content some bytes
     * @return their SHA-256 in hexadecimal digits
     */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /**
     * @param path a JSON file
     * @return what it holds
     * @throws InputException if the file can't be read or is no JSON
     */
    public static JsonNode read(Path path) {
        try {
            return parse(path.toString(), Files.readString(path));
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); give the path of a JSON file.", path, e, e);
        }
    }

    /**
     * @param where names the text in messages
     * @param text JSON
     * @return what it holds
     * @throws InputException if it is no JSON
     */
    public static JsonNode parse(String where, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw InputException.of(
                    "%s is not valid JSON (%s%s); mend it or write it anew.",
                    where,
                    e.getOriginalMessage(),
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr(),
                    e);
        }
    }

    /**
     * @param <T> kind of the value
     * @param where names the tree in messages
     * @param tree all components of the value
     * @param type its class
     * @return the value
     * @throws InputException if a component is missing, unknown or out of range
     */
    public static <T> T value(String where, JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof InputException) {
                    throw InputException.of("%s: %s", where, cause.getMessage(), e);
                }
            }
            throw InputException.of("%s%s: %s; see the description of its entries.", where, place(e), firstLine(e), e);
        }
    }

    /** Where in the tree, such as ", entry schedule.learning_rate". */
    private static String place(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return "";
        }
        return ", entry "
                + mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."));
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("not understood");
    }

    /**
     * A value with some of its components changed, at any depth: what the changes leave out stays as it is.
     *
     * @param <T> kind of the value
     * @param where names the changes in messages
     * @param value the value
     * @param changes components to change, by name
     * @return the changed value
     * @throws InputException if a name is unknown (the nearest one is suggested), or a value out of range
     */
    @SuppressWarnings("unchecked")
    public static <T> T changed(String where, T value, JsonNode changes) {
        JsonNode merged = merged(where, "", tree(value), changes);
        return (T) value(where, merged, value.getClass());
    }

    private static JsonNode merged(String where, String place, JsonNode known, JsonNode changes) {
        if (!changes.isObject()) {
            throw InputException.of(
                    "%s: found %s%s, expected an object with names and values.",
                    where, changes, place.isEmpty() ? "" : " at " + place);
        }
        ObjectNode merged = known.deepCopy();
        for (Iterator<String> names = changes.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode old = known.get(name);
            if (old == null) {
                List<String> all = StreamSupport.stream(((Iterable<String>) known::fieldNames).spliterator(), false)
                        .toList();
                throw InputException.of(
                        "%s has no entry '%s'; did you mean '%s'? It has %s.",
                        where, place + name, place + nearest(name, all), all);
            }
            JsonNode fresh = changes.get(name);
            // an object that says which of several kinds it is replaces the old one whole
            boolean whole = !old.isObject() || !fresh.isObject() || fresh.has("type");
            merged.set(name, whole ? fresh : merged(where, place + name + ".", old, fresh));
        }
        return merged;
    }

    /**
     * @param word what somebody wrote
     * @param words what there is
     * @return the most similar one
     */
    public static String nearest(String word, List<String> words) {
        return words.stream()
                .min(Comparator.comparingInt(
                        other -> LevenshteinDistance.getDefaultInstance().apply(word, other)))
                .orElse("");
    }
}
