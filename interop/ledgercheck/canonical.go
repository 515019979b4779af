package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"unicode/utf16"
)

const (
	nestingMax = 32
	integerMax = 1<<53 - 1
)

// members reads the object on an entry's line, which must be canonical JSON (RFC 8785, integers
// only): written again, it must give the same bytes. So no name stands twice either.
func members(line []byte) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	var value map[string]any
	if err := decoder.Decode(&value); err != nil || value == nil {
		return nil, fmt.Errorf("not a JSON object")
	}
	var again bytes.Buffer
	if err := writeCanonical(&again, value, 1); err != nil {
		return nil, err
	}
	if !bytes.Equal(again.Bytes(), line) {
		return nil, fmt.Errorf("JSON is not canonical")
	}
	body := make(map[string]json.RawMessage)
	return body, json.Unmarshal(line, &body)
}

func writeCanonical(out *bytes.Buffer, value any, depth int) error {
	if depth > nestingMax {
		return fmt.Errorf("JSON nests deeper than %d", nestingMax)
	}
	switch v := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(v))
	case json.Number:
		n, err := strconv.ParseInt(v.String(), 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != v.String() || n > integerMax || n < -integerMax {
			return fmt.Errorf("number %s", v)
		}
		out.WriteString(v.String())
	case string:
		writeText(out, v)
	case []any:
		out.WriteByte('[')
		for i, item := range v {
			if i > 0 {
				out.WriteByte(',')
			}
			if err := writeCanonical(out, item, depth+1); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		sort.Slice(names, func(i, j int) bool { return lessUTF16(names[i], names[j]) })
		out.WriteByte('{')
		for i, name := range names {
			if i > 0 {
				out.WriteByte(',')
			}
			writeText(out, name)
			out.WriteByte(':')
			if err := writeCanonical(out, v[name], depth+1); err != nil {
				return err
			}
		}
		out.WriteByte('}')
	}
	return nil
}

func writeText(out *bytes.Buffer, text string) {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`}
	out.WriteByte('"')
	for _, r := range text {
		if escape, ok := short[r]; ok {
			out.WriteString(escape)
		} else if r < 0x20 {
			fmt.Fprintf(out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}

func lessUTF16(a, b string) bool {
	x, y := utf16.Encode([]rune(a)), utf16.Encode([]rune(b))
	for i := 0; i < len(x) && i < len(y); i++ {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

func textMember(body map[string]json.RawMessage, name string) (string, error) {
	var text *string
	if err := json.Unmarshal(body[name], &text); err != nil || text == nil {
		return "", fmt.Errorf("member %q is no text", name)
	}
	return *text, nil
}

func numberMember(body map[string]json.RawMessage, name string) (int64, error) {
	var number *int64
	if err := json.Unmarshal(body[name], &number); err != nil || number == nil {
		return 0, fmt.Errorf("member %q is no number", name)
	}
	return *number, nil
}
