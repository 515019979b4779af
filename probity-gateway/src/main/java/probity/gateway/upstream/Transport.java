package probity.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/// How this machine moves bytes: io_uring where the kernel lets us, else epoll, else NIO.
public enum Transport {
  IO_URING(IoUringServerSocketChannel.class, IoUringSocketChannel.class),
  EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class),
  NIO(NioServerSocketChannel.class, NioSocketChannel.class);

  private final Class<? extends ServerChannel> server;
  private final Class<? extends Channel> client;

  Transport(Class<? extends ServerChannel> server, Class<? extends Channel> client) {
    this.server = server;
    this.client = client;
  }

  /// The best one that loads here.
  public static Transport best() {
    if (IoUring.isAvailable()) return IO_URING;
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  public Class<? extends ServerChannel> server() {
    return server;
  }

  public Class<? extends Channel> client() {
    return client;
  }

  public MultiThreadIoEventLoopGroup loops(int threads) {
    IoHandlerFactory factory =
        switch (this) {
          case IO_URING -> IoUringIoHandler.newFactory();
          case EPOLL -> EpollIoHandler.newFactory();
          case NIO -> NioIoHandler.newFactory();
        };
    return new MultiThreadIoEventLoopGroup(threads, factory);
  }
}
