#ifndef CLIBYAML_H
#define CLIBYAML_H

// libyaml, as a stream of events without its unions: what Swift reads is one flat structure.

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/// What has been read; the values are libyaml's, so that no other table has to follow.
enum clibyaml_kind {
  CLIBYAML_FAILED = -1,
  CLIBYAML_NOTHING = YAML_NO_EVENT,
  CLIBYAML_STREAM_START = YAML_STREAM_START_EVENT,
  CLIBYAML_STREAM_END = YAML_STREAM_END_EVENT,
  CLIBYAML_DOCUMENT_START = YAML_DOCUMENT_START_EVENT,
  CLIBYAML_DOCUMENT_END = YAML_DOCUMENT_END_EVENT,
  CLIBYAML_ALIAS = YAML_ALIAS_EVENT,
  CLIBYAML_SCALAR = YAML_SCALAR_EVENT,
  CLIBYAML_SEQUENCE_START = YAML_SEQUENCE_START_EVENT,
  CLIBYAML_SEQUENCE_END = YAML_SEQUENCE_END_EVENT,
  CLIBYAML_MAPPING_START = YAML_MAPPING_START_EVENT,
  CLIBYAML_MAPPING_END = YAML_MAPPING_END_EVENT,
};

/// An event; its texts live until the next one is asked for. What it has not is null or 0.
struct clibyaml_event {
  int kind;
  /// The characters from the first to the last; libyaml does not count bytes.
  size_t start, end;
  /// The name after `&` or `*`.
  const unsigned char *anchor;
  const unsigned char *tag;
  const unsigned char *value;
  size_t length;
  /// Whether a scalar stands without quotes.
  int is_plain;
  /// Whether a list or mapping is written with brackets.
  int is_flow;
};

/// Why reading ended.
struct clibyaml_problem {
  const char *problem;
  const char *context;
  /// Whether `place` counts bytes, which is so for what is no text.
  int counts_bytes;
  size_t place;
};

struct clibyaml_reader {
  yaml_parser_t parser;
  yaml_event_t event;
  int holds_event;
  unsigned char *text;
};

/// A reader of a copy of a text; null where there is no memory.
static inline struct clibyaml_reader *clibyaml_open(const void *text, size_t length) {
  struct clibyaml_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return NULL;
  reader->text = malloc(length ? length : 1);
  if (!reader->text || !yaml_parser_initialize(&reader->parser)) {
    free(reader->text);
    free(reader);
    return NULL;
  }
  memcpy(reader->text, text, length);
  yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&reader->parser, reader->text, length);
  return reader;
}

static inline void clibyaml_close(struct clibyaml_reader *reader) {
  if (reader->holds_event) yaml_event_delete(&reader->event);
  yaml_parser_delete(&reader->parser);
  free(reader->text);
  free(reader);
}

/// The next event; `CLIBYAML_FAILED` after a mistake, of which `clibyaml_mistake` tells.
static inline struct clibyaml_event clibyaml_next(struct clibyaml_reader *reader) {
  struct clibyaml_event result = {.kind = CLIBYAML_FAILED};
  if (reader->holds_event) yaml_event_delete(&reader->event);
  reader->holds_event = yaml_parser_parse(&reader->parser, &reader->event);
  if (!reader->holds_event) return result;
  const yaml_event_t *event = &reader->event;
  result.kind = event->type;
  result.start = event->start_mark.index;
  result.end = event->end_mark.index;
  switch (event->type) {
    case YAML_ALIAS_EVENT: result.anchor = event->data.alias.anchor; break;
    case YAML_SCALAR_EVENT:
      result.anchor = event->data.scalar.anchor;
      result.tag = event->data.scalar.tag;
      result.value = event->data.scalar.value;
      result.length = event->data.scalar.length;
      result.is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      break;
    case YAML_SEQUENCE_START_EVENT:
      result.anchor = event->data.sequence_start.anchor;
      result.tag = event->data.sequence_start.tag;
      result.is_flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
      break;
    case YAML_MAPPING_START_EVENT:
      result.anchor = event->data.mapping_start.anchor;
      result.tag = event->data.mapping_start.tag;
      result.is_flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
      break;
    default: break;
  }
  return result;
}

static inline struct clibyaml_problem clibyaml_mistake(const struct clibyaml_reader *reader) {
  const yaml_parser_t *parser = &reader->parser;
  int counts_bytes = parser->error == YAML_READER_ERROR;
  return (struct clibyaml_problem){
    .problem = parser->error == YAML_MEMORY_ERROR ? "there is no memory" : parser->problem,
    .context = parser->context,
    .counts_bytes = counts_bytes,
    .place = counts_bytes ? parser->problem_offset : parser->problem_mark.index,
  };
}

#endif
