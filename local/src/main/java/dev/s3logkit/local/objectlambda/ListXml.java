package dev.s3logkit.local.objectlambda;

import java.util.List;
import java.util.Map;

/// The document that S3 Object Lambda makes of a typed `listBucketResult`.
final class ListXml {

    private ListXml() {}

    static String of(Map<?, ?> result) {
        StringBuilder xml =
                new StringBuilder(4096)
                        .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                        .append("<ListBucketResult")
                        .append(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (Map.Entry<?, ?> field : result.entrySet()) {
            String name = element(String.valueOf(field.getKey()));
            if (field.getValue() instanceof List<?> list) {
                for (Object item : list) {
                    append(xml, name, item);
                }
            } else {
                append(xml, name, field.getValue());
            }
        }
        return xml.append("</ListBucketResult>").toString();
    }

    private static void append(StringBuilder xml, String name, Object value) {
        xml.append('<').append(name).append('>');
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> field : map.entrySet()) {
                append(xml, element(String.valueOf(field.getKey())), field.getValue());
            }
        } else {
            xml.append(escaped(String.valueOf(value)));
        }
        xml.append("</").append(name).append('>');
    }

    private static String element(String field) {
        return switch (field) {
            case "eTag" -> "ETag";
            case "id" -> "ID";
            default -> Character.toUpperCase(field.charAt(0)) + field.substring(1);
        };
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (c < ' ') {
                        out.append("&#").append((int) c).append(';');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}
