package dev.s3logkit.objectlambda.bucket;

/// Builds the XML documents of S3.
final class XmlText {

    private static final String HEADER = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder out;

    private XmlText(int capacity) {
        out = new StringBuilder(capacity).append(HEADER);
    }

    static XmlText document() {
        return new XmlText(512);
    }

    /// A document of about so many characters.
    static XmlText document(int capacity) {
        return new XmlText(capacity);
    }

    XmlText open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    /// Opens a document's root in S3's namespace.
    XmlText root(String name) {
        out.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\">");
        return this;
    }

    /// A document without content.
    XmlText emptyRoot(String name) {
        out.append('<').append(name).append(" xmlns=\"").append(NAMESPACE).append("\"/>");
        return this;
    }

    XmlText close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    XmlText element(String name, String text) {
        if (text.isEmpty()) {
            out.append('<').append(name).append("/>");
            return this;
        }
        return open(name).text(text).close(name);
    }

    /// What XML 1.0 cannot hold becomes a reference all the same, as S3 does it; clients avoid such
    /// answers by `encoding-type=url`.
    XmlText text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\t', '\n' -> out.append(c);
                default -> {
                    if (c < ' ' || c == '\ufffe' || c == '\uffff') {
                        out.append("&#x").append(Integer.toHexString(c)).append(';');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
