package probity.classify;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// Ways to spell a text of ASCII so that a reader, or a program behind the model, still sees it.
enum Disguise {
  FULL_WIDTH {
    @Override
    String of(char c, int at) {
      return c == ' ' ? "\u3000" : c < '!' ? same(c) : same((char) (c + 0xfee0));
    }
  },
  ZERO_WIDTH {
    @Override
    String of(char c, int at) {
      return c + same("\u200b\u200c\u200d\u2060\ufeff\u00ad".charAt(at % 6));
    }
  },
  DIRECTIONS {
    @Override
    String of(char c, int at) {
      return same("\u202a\u202b\u202d\u202e\u2066\u2067\u2068".charAt(at % 7)) + c + "\u202c";
    }
  },
  MARKS {
    @Override
    String of(char c, int at) {
      return c + "\u0301\ufe0f";
    }
  },
  MATHEMATICAL {
    @Override
    String of(char c, int at) {
      if (c >= 'A' && c <= 'Z') return Character.toString(0x1d400 + c - 'A');
      if (c >= 'a' && c <= 'z') return Character.toString(0x1d41a + c - 'a');
      return c >= '0' && c <= '9' ? Character.toString(0x1d7ce + c - '0') : same(c);
    }
  },
  LOOK_ALIKES {
    @Override
    String of(char c, int at) {
      int letter = "ABCEHIJKMOPSTXaceijopsxy".indexOf(c);
      if (letter >= 0) return same("АВСЕНІЈКМОРЅТХасеіјорѕху".charAt(letter));
      if (c >= '0' && c <= '9') return same((char) ('\u0660' + c - '0'));
      return c == '-' ? "\u2010" : c == ' ' ? "\u2009" : same(c);
    }
  },
  TAGS_BETWEEN {
    @Override
    String of(char c, int at) {
      return c + Character.toString(0xe0061 + at % 26);
    }
  },
  TAGS {
    @Override
    String of(char c, int at) {
      return c < ' ' ? same(c) : Character.toString(0xe0000 + c);
    }
  },
  ESCAPES {
    @Override
    String of(char c, int at) {
      return "\\u" + HexFormat.of().toHexDigits(c);
    }
  },
  ESCAPES_IN_ESCAPES {
    @Override
    String of(char c, int at) {
      return "\\\\\\\\u" + HexFormat.of().withUpperCase().toHexDigits(c);
    }
  },
  ESCAPES_OF_OTHERS {
    @Override
    String of(char c, int at) {
      return ESCAPES.all(FULL_WIDTH.of(c, at) + (at % 2 == 0 ? "\u200b" : ""));
    }
  },
  ESCAPES_OF_TAGS {
    @Override
    String of(char c, int at) {
      return ESCAPES.all(TAGS.of(c, at));
    }
  };

  /// Any of them.
  static Disguise any(Random random) {
    return List.of(values()).get(random.nextInt(values().length));
  }

  abstract String of(char c, int at);

  /// A text so spelled; halves of a pair stay together.
  String all(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isSurrogate(c) && this != ESCAPES ? same(c) : of(c, i));
    }
    return out.toString();
  }

  private static String same(char c) {
    return Character.toString(c);
  }
}
