/* A model provider that costs next to nothing: one thread, HTTP/1.1, keep-alive, on loopback.
 * A body that holds `"stream":true` is answered with 200 server-sent events, each in a write of its
 * own; any other with one completion. Bodies need a content-length and fit into IN_MAX.
 *
 *     cc -O2 -o upstream upstream.c && ./upstream PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 200, IN_MAX = 64 << 10, FD_MAX = 65536, READY_MAX = 512 };

struct piece {
  const char *bytes;
  size_t length;
};

static struct piece completion[1];
static struct piece events[EVENTS + 2];

struct connection {
  int fd;
  char in[IN_MAX + 1];
  size_t in_length;
  const struct piece *next, *end; /* what remains to be written; next == end when idle */
  size_t written;                 /* of *next */
};

static struct connection *connections[FD_MAX];
static int poll_fd;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static struct piece piece(char *text) { return (struct piece){text, strlen(text)}; }

static char *print(const char *format, const char *a, size_t n) {
  char *text;
  if (asprintf(&text, format, n, a) < 0) fail("asprintf");
  return text;
}

static void prepare_answers(void) {
  static const char *words[] = {" the", " quick", " brown", " fox", " jumps", " over", " a", " lazy", " dog", "."};
  char content[1200] = "";
  while (strlen(content) < 1100) strcat(content, "The quick brown fox jumps over the lazy dog and answers politely. ");

  char body[2048];
  snprintf(body, sizeof body,
           "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1764000000,\"model\":\"chat\",\"choices\":[{\"index\":0,"
           "\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
           "\"usage\":{\"prompt_tokens\":812,\"completion_tokens\":241,\"total_tokens\":1053}}",
           content);
  completion[0] = piece(print(
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", body, strlen(body)));

  events[0] = piece(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < EVENTS; i++) {
    char event[512];
    snprintf(event, sizeof event,
             "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,\"model\":\"chat\","
             "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":%s}]}\n\n",
             words[i % 10], i == EVENTS - 1 ? "\"stop\"" : "null");
    events[i + 1] = piece(print("%zx\r\n%s\r\n", event, strlen(event)));
  }
  events[EVENTS + 1] = piece("e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
}

static void watch(struct connection *c, int operation, unsigned what) {
  struct epoll_event event = {.events = what, .data.fd = c->fd};
  if (epoll_ctl(poll_fd, operation, c->fd, &event)) fail("epoll_ctl");
}

static void leave(struct connection *c) {
  connections[c->fd] = NULL;
  close(c->fd);
  free(c);
}

/* Writes what is due. Returns -1 where the peer is gone. */
static int write_due(struct connection *c) {
  while (c->next < c->end) {
    ssize_t n = send(c->fd, c->next->bytes + c->written, c->next->length - c->written, MSG_NOSIGNAL);
    if (n < 0 && errno == EAGAIN) {
      watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
      return 0;
    }
    if (n < 0) return -1;
    c->written += (size_t)n;
    if (c->written == c->next->length) {
      c->next++;
      c->written = 0;
    }
  }
  return 0;
}

/* Answers the requests that are complete. Returns -1 for one that cannot be read. */
static int answer(struct connection *c) {
  while (c->next == c->end) {
    c->in[c->in_length] = 0;
    char *blank = strstr(c->in, "\r\n\r\n");
    if (!blank) return c->in_length == IN_MAX ? -1 : 0;
    *blank = 0;
    char *field = strcasestr(c->in, "\r\ncontent-length:");
    *blank = '\r';
    size_t head = (size_t)(blank + 4 - c->in);
    size_t body = field ? strtoul(field + 17, NULL, 10) : 0;
    if (head + body > IN_MAX) return -1;
    if (c->in_length < head + body) return 0;
    if (memmem(c->in + head, body, "\"stream\":true", 13)) {
      c->next = events;
      c->end = events + EVENTS + 2;
    } else {
      c->next = completion;
      c->end = completion + 1;
    }
    c->in_length -= head + body;
    memmove(c->in, c->in + head + body, c->in_length);
    if (write_due(c)) return -1;
  }
  return 0;
}

static int receive(struct connection *c) {
  ssize_t n = recv(c->fd, c->in + c->in_length, IN_MAX - c->in_length, 0);
  if (n < 0) return errno == EAGAIN ? 0 : -1;
  if (n == 0) return -1;
  c->in_length += (size_t)n;
  return answer(c);
}

static void accept_all(int listener) {
  int fd, on = 1;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    if (fd >= FD_MAX) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection *c = calloc(1, sizeof *c);
    if (!c) fail("calloc");
    c->fd = fd;
    connections[fd] = c;
    watch(c, EPOLL_CTL_ADD, EPOLLIN);
  }
}

static int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) fail("listen");
  return listener;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fputs("usage: upstream PORT\n", stderr);
    return 2;
  }
  prepare_answers();
  int listener = listen_on(atoi(arguments[1]));
  poll_fd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
  if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &event)) fail("epoll_ctl");

  static struct epoll_event ready[READY_MAX];
  for (;;) {
    int n = epoll_wait(poll_fd, ready, READY_MAX, -1);
    for (int i = 0; i < n; i++) {
      struct connection *c = connections[ready[i].data.fd];
      int gone = 0;
      if (ready[i].data.fd == listener) {
        accept_all(listener);
        continue;
      }
      if (!c) continue;
      if (ready[i].events & EPOLLOUT) {
        watch(c, EPOLL_CTL_MOD, EPOLLIN);
        gone = write_due(c) || answer(c);
      }
      if (!gone && ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) gone = receive(c);
      if (gone) leave(c);
    }
  }
}
