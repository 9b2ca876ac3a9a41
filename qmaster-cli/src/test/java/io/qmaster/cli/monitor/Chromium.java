package io.qmaster.cli.monitor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with one page, driven through the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final int SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private String session = "";

    private Chromium(Process process, WebSocket socket) {
        this.process = process;
        this.socket = socket;
    }

    /** The program; empty if there is none on the PATH. */
    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it with a profile in a folder. */
    static Chromium start(Path program, Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-gpu",
                "--disable-dev-shm-usage"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            return connected(process, folder);
        } catch (Exception failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    private static Chromium connected(Process process, Path folder) throws Exception {
        Incoming incoming = new Incoming();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(process, folder.resolve("chromium.log"))), incoming)
                .get(SECONDS, TimeUnit.SECONDS);
        Chromium chromium = new Chromium(process, socket);
        Thread reading = new Thread(() -> chromium.read(incoming), "chromium");
        reading.setDaemon(true);
        reading.start();
        JsonNode target = chromium.call("Target.createTarget", Map.of("url", "about:blank"));
        chromium.session = chromium.call(
                        "Target.attachToTarget",
                        Map.of("targetId", target.get("targetId").asString(), "flatten", true))
                .get("sessionId")
                .asString();
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            chromium.call(domain + ".enable", Map.of());
        }
        return chromium;
    }

    /** It prints the address once it listens. */
    private static String address(Process process, Path log) throws IOException, InterruptedException {
        String begin = "DevTools listening on ";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end && !process.waitFor(20, TimeUnit.MILLISECONDS)) {
            Optional<String> line = Files.readString(log, StandardCharsets.UTF_8)
                    .lines()
                    .filter(text -> text.startsWith(begin))
                    .findFirst();
            if (line.isPresent()) {
                return line.get().substring(begin.length()).strip();
            }
        }
        throw new IOException("Chromium does not start: " + Files.readString(log));
    }

    private void read(Incoming incoming) {
        try {
            while (true) {
                JsonNode message = JsonMapper.shared().readTree(incoming.messages.take());
                if (message.has("id")) {
                    answers.remove(message.get("id").intValue()).complete(message);
                } else {
                    note(message.get("method").asString(), message.get("params"));
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(String event, JsonNode what) {
        switch (event) {
            case "Network.requestWillBeSent" ->
                requests.add(what.get("request").get("url").asString());
            case "Runtime.exceptionThrown" -> complaints.add(what.toString());
            case "Runtime.consoleAPICalled" -> complaints.add(what.toString());
            case "Log.entryAdded" -> {
                // A monitor that is not there is the subject of a test.
                if (!what.toString().contains("ERR_CONNECTION_REFUSED")
                        && !what.toString().contains("ERR_INCOMPLETE_CHUNKED_ENCODING")) {
                    complaints.add(what.toString());
                }
            }
            default -> {}
        }
    }

    /** The URLs of all requests. */
    List<String> requests() {
        return requests;
    }

    /** What it wrote to the console, except that the monitor could not be reached. */
    List<String> complaints() {
        return complaints;
    }

    JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        Map<String, Object> message = session.isEmpty()
                ? Map.of("id", id, "method", method, "params", parameters)
                : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
        socket.sendText(JsonMapper.shared().writeValueAsString(message), true).get(SECONDS, TimeUnit.SECONDS);
        JsonNode result = answer.get(SECONDS, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new AssertionError(method + ": " + result.get("error"));
        }
        return result.get("result");
    }

    void open(String url) throws Exception {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression, whose promise is waited for. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode result = call(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value");
    }

    /** Waits in the page until an expression is true, looking at every frame. */
    void await(String condition) throws Exception {
        JsonNode isTrue = evaluate("new Promise(resolve => { const end = Date.now() + " + SECONDS * 1000 / 2
                + "; const look = () => { let is = false; try { is = Boolean(" + condition
                + "); } catch (notYet) { } if (is || Date.now() > end) resolve(is); else setTimeout(look, 20);"
                + " }; look(); })");
        if (!isTrue.booleanValue()) {
            throw new AssertionError("the page never came to " + condition + "; it shows: "
                    + evaluate("document.body.innerText.slice(0, 2000)").asString() + complaints);
        }
    }

    /** Sets the size of the window in CSS pixels. */
    void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void prefer(String scheme) throws Exception {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Presses a key. */
    void press(String key) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            Map<String, Object> event = key.equals("Enter")
                    ? Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", 13, "text", "\r")
                    : Map.of("type", type, "key", key, "text", key.length() == 1 ? key : "");
            call("Input.dispatchKeyEvent", event);
        }
    }

    void type(String text) throws Exception {
        call("Input.insertText", Map.of("text", text));
    }

    /** Saves what the window shows as a PNG. */
    void screenshot(Path file) throws Exception {
        String image = call("Page.captureScreenshot", Map.of("format", "png"))
                .get("data")
                .asString();
        Files.write(file, Base64.getDecoder().decode(image));
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    /** Messages, of which one can arrive in several parts. */
    private static final class Incoming implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
            parts.append(part);
            if (isLast) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
