package ucspi.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A name server at a free port of 127.0.0.1, over UDP and TCP, that answers as it is told, well or badly. Names that it
 * knows nothing of do not exist.
 */
final class NameServer implements AutoCloseable {
    static final int A = 1;
    static final int PTR = 12;
    static final int TXT = 16;
    static final int AAAA = 28;

    private static final int NO_SUCH_NAME = 0x8183;
    private static final int FAILED = 0x8182;
    private static final int ANSWER = 0x8180;
    private static final int TRUNCATED = 0x0200;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<String, List<byte[]>> records = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, String> faults = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    NameServer() {
        try {
            InetAddress here = InetAddress.getByName("127.0.0.1");
            tcp = new ServerSocket(0, 10, here);
            udp = new DatagramSocket(new InetSocketAddress(here, tcp.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::serveUdp);
        start(this::serveTcp);
    }

    private static void start(Runnable service) {
        Thread thread = new Thread(service, "name server");
        thread.setDaemon(true);
        thread.start();
    }

    /** What goes into DNSCACHEIP. */
    String address() {
        return "127.0.0.1:" + tcp.getLocalPort();
    }

    /** Adds an address of a name. */
    NameServer address(String name, int... bytes) {
        byte[] data = new byte[bytes.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) bytes[i];
        }
        return add(data.length == 4 ? A : AAAA, name, data);
    }

    /** Adds the name of an IPv4 address. */
    NameServer name(String address, String name) {
        String[] parts = address.split("\\.");
        String reverse = parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa";
        return add(PTR, reverse, labels(name));
    }

    /** Adds text under a name. */
    NameServer text(String name, String text) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); at += 255) {
            String part = text.substring(at, Math.min(text.length(), at + 255));
            data.write(part.length());
            data.writeBytes(part.getBytes(StandardCharsets.ISO_8859_1));
        }
        return add(TXT, name, data.toByteArray());
    }

    /**
     * Answers questions for a name badly: {@code silence}, {@code failure}, {@code truncated} (the truth is to be had
     * over TCP), {@code forged} (lies with other ids and questions before the truth), {@code circle} (a name that
     * points to itself).
     */
    NameServer fault(String name, String kind) {
        faults.put(name, kind);
        return this;
    }

    private NameServer add(int type, String name, byte[] data) {
        records.computeIfAbsent(type + " " + name, key -> new ArrayList<>()).add(data);
        return this;
    }

    /** What was asked so far: type and name, and whether over TCP. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private static byte[] labels(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        out.write(0);
        return out.toByteArray();
    }

    private void serveUdp() {
        byte[] buffer = new byte[512];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            while (!udp.isClosed()) {
                packet.setLength(buffer.length);
                udp.receive(packet);
                byte[] question = java.util.Arrays.copyOf(buffer, packet.getLength());
                for (byte[] answer : answers(question, false)) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            close();
        }
    }

    private void serveTcp() {
        try {
            while (!tcp.isClosed()) {
                try (Socket socket = tcp.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] question = in.readNBytes(in.readUnsignedShort());
                    for (byte[] answer : answers(question, true)) {
                        ByteArrayOutputStream whole = new ByteArrayOutputStream();
                        DataOutputStream out = new DataOutputStream(whole);
                        out.writeShort(answer.length);
                        out.write(answer);
                        socket.getOutputStream().write(whole.toByteArray());
                    }
                }
            }
        } catch (IOException e) {
            close();
        }
    }

    private List<byte[]> answers(byte[] question, boolean overTcp) {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (question[at] != 0) {
            String label = new String(question, at + 1, question[at], StandardCharsets.ISO_8859_1);
            name.append(name.length() == 0 ? "" : ".").append(label);
            at += 1 + question[at];
        }
        int type = question[at + 2];
        asked.add(type + " " + name + (overTcp ? " tcp" : ""));
        List<byte[]> data = records.getOrDefault(type + " " + name, List.of());
        byte[] truth = message(question, at + 5, known(name) ? ANSWER : NO_SUCH_NAME, type, data);
        return switch (faults.getOrDefault(name.toString(), "")) {
            case "silence" -> List.of();
            case "failure" -> List.of(message(question, at + 5, FAILED, type, List.of()));
            case "truncated" ->
                List.of(overTcp ? truth : message(question, at + 5, ANSWER | TRUNCATED, type, List.of()));
            case "forged" -> List.of(forged(truth, 0), forged(truth, 13), new byte[] {1, 2}, truth);
            case "circle" ->
                List.of(message(
                        question, at + 5, ANSWER, type, List.of(new byte[] {(byte) 0xc0, (byte) (at + 5 + 12)})));
            default -> List.of(truth);
        };
    }

    private boolean known(CharSequence name) {
        return records.keySet().stream().anyMatch(key -> key.endsWith(" " + name));
    }

    /** A lie: a byte of the id or of the question is another, and so is the last byte of the data. */
    private static byte[] forged(byte[] truth, int at) {
        byte[] lie = truth.clone();
        lie[at]++;
        lie[lie.length - 1]++;
        return lie;
    }

    private static byte[] message(byte[] question, int length, int flags, int type, List<byte[]> data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.write(question, 0, 2);
            out.writeShort(flags);
            out.writeShort(1);
            out.writeShort(data.size());
            out.writeInt(0);
            out.write(question, 12, length - 12);
            for (byte[] record : data) {
                out.writeShort(0xc00c);
                out.writeShort(type);
                out.writeShort(1);
                out.writeInt(60);
                out.writeShort(record.length);
                out.write(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        try {
            udp.close();
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
