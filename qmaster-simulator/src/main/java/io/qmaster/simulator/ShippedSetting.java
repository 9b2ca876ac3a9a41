package io.qmaster.simulator;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A built-in setting of the simulator, in the XML of Compressor's settings. Used by the simulator and the stand-ins.
 * Immutable and thread-safe.
 *
 * @param group its group
 * @param key its name inside an application that has display names in a file of strings
 * @param name its display name, not unique
 * @param encoder its kind
 * @param extension the extension of its outputs
 * @param video the video codec, or {@code -} for none
 *
 * @param size width and height as in {@code automatic}
 * @param audio the audio codec, or {@code -} for none
 * @param trait another property: {@code 24p}, {@code slow}, {@code crop}, {@code pad}, {@code rotate}, {@code 10-bit},
 *     {@code pal}, {@code ntsc}, or nothing
 */
public record ShippedSetting(
        String group,
        String key,
        String name,
        String encoder,
        String extension,
        String video,
        String size,
        String audio,
        String trait) {
    private static final String TABLE = """
            ProRes|ProRes422Proxy|Apple ProRes 422 Proxy|QT|mov|apco|-100 -100|lpcm|
            ProRes|ProRes422LT|Apple ProRes 422 LT|QT|mov|apcs|-100 -100|lpcm|
            ProRes|ProRes422|Apple ProRes 422|QT|mov|apcn|-100 -100|lpcm|
            ProRes|ProRes422HQ|Apple ProRes 422 HQ|QT|mov|apch|-100 -100|lpcm|
            ProRes|ProRes4444|Apple ProRes 4444|QT|mov|ap4h|-100 -100|lpcm|
            ProRes|ProRes4444XQ|Apple ProRes 4444 XQ|QT|mov|ap4x|-100 -100|NONE|
            ProRes|ProRes422HQ24|Apple ProRes 422 HQ 24p|QT|mov|apch|-100 -100|lpcm|24p
            Proxies|ProResProxyHalf|ProRes Proxy (Half Size)|QT|mov|apco|-50 -50|lpcm|
            Proxies|ProResProxyQuarter|ProRes Proxy (Quarter Size)|QT|mov|apco|-25 -25|lpcm|
            Proxies|ProResProxyEighth|ProRes Proxy (Eighth Size)|QT|mov|apco|-12.5 -12.5|lpcm|
            Proxies|H264ProxyHalf|H.264 Proxy (Half Size)|QT|mov|avc1|-50 -50|aac |
            MXF|MXFProRes422Proxy|Apple ProRes 422 Proxy|MXF|mxf|MTCompressionPRORES422PROXY|-100 -100|lpcm|
            MXF|MXFProRes422|Apple ProRes 422|MXF|mxf|MTCompressionPRORES422|-100 -100|lpcm|
            MXF|MXFProRes422HQ|Apple ProRes 422 HQ|MXF|mxf|MTCompressionPRORES422HQ|-100 -100|lpcm|
            MXF|MXFXDCAM|XDCAM HD 422 1080i|MXF|mxf|MTCompressionXDCAMHD422|1920 1080|lpcm|
            Apple Devices|AppleDevice4KHEVC8|Apple Devices 4K (HEVC 8-bit)|MPEG4|m4v|hvc1|-3840 2160|aac |
            Apple Devices|AppleDevice4KHEVC10|Apple Devices 4K (HEVC 10-bit)|MPEG4|m4v|hvc1|-3840 2160|aac |10-bit
            Apple Devices|AppleDeviceHDHEVC|Apple Devices HD (HEVC 8-bit)|MPEG4|m4v|hvc1|-1920 1080|aac |
            Apple Devices|AppleDevice4K|Apple Devices 4K|H264iPod|m4v|avc1|-3840 2160|aac |
            Apple Devices|AppleDeviceHD|Apple Devices HD (Best Quality)|H264iPod|m4v|avc1|-1920 1080|aac |
            Apple Devices|AppleDeviceSD|Apple Devices SD|H264iPod|m4v|avc1|-640 480|aac |
            Video Sharing Services|UHDWebShare|4K|QT|mov|avc1|-3840 2160|aac |
            Video Sharing Services|HD1080WebShare|HD 1080p|QT|mov|avc1|-1920 1080|aac |
            Video Sharing Services|HD720WebShare|HD 720p|QT|mov|avc1|-1280 720|aac |
            Video Sharing Services|SDWebShareLarge|Large 540p|QT|mov|avc1|-960 540|aac |
            Video Sharing Services|SDWebShareSmall|Small 288p|QT|mov|avc1|-512 288|aac |
            Video Sharing Services|HEVCWebShare|HEVC 1080p|MPEG4|mp4|hvc1|-1920 1080|aac |
            Motion Graphics|TIFFSequence|TIFF Image Sequence|TIFF|tiff|-|-100 -100|-|
            Motion Graphics|PNGSequence|PNG Image Sequence|TIFF|png|-|-100 -100|-|
            Motion Graphics|DPXSequence|DPX Image Sequence|TIFF|dpx|-|-100 -100|-|
            Motion Graphics|EXRSequence|OpenEXR Image Sequence|TIFF|exr|-|-100 -100|-|
            Motion Graphics|JPEGSequence|JPEG Image Sequence|TIFF|jpg|-|-50 -50|-|
            Motion Graphics|AnimatedGIF|Animated GIF|TIFF|gif|-|-400 300|-|
            Motion Graphics|Animation|Animation|QT|mov|rle |-100 -100|NONE|
            Uncompressed|Uncompressed8|Uncompressed 8-bit 4:2:2|QT|mov|2vuy|-100 -100|lpcm|
            Uncompressed|Uncompressed10|Uncompressed 10-bit 4:2:2|QT|mov|v210|-100 -100|lpcm|
            Audio Formats|AudioAAC|AAC Audio|CoreAudio|m4a|-||aac |
            Audio Formats|AudioALAC|Apple Lossless Audio|CoreAudio|m4a|-||alac|
            Audio Formats|AudioAIFF|AIFF File|CoreAudio|aiff|-||lpcm|
            Audio Formats|AudioWAVE|WAVE File|CoreAudio|wav|-||lpcm|
            Audio Formats|AudioCAF|CAF File|CoreAudio|caf|-||lpcm|
            Audio Formats|AudioAC3|Dolby Digital|CoreAudio|ac3|-||ac-3|
            MPEG Files|MPEG2DVDNTSC|MPEG-2 for DVD (NTSC)|MPEG2|m2v|mp2v|720 480|-|ntsc
            MPEG Files|MPEG2DVDPAL|MPEG-2 for DVD (PAL)|MPEG2|m2v|mp2v|720 576|-|pal
            MPEG Files|MPEG2Bluray|MPEG-2 for Blu-ray|MPEG2|m2v|mp2v|1920 1080|-|
            MPEG Files|MPEG2Transport|MPEG-2 Transport Stream|MPEG2|m2t|mp2v|-100 -100|mp2 |
            Edited|HD1080Slow|HD 1080p Half Speed|QT|mov|avc1|-1920 1080|aac |slow
            Edited|HD1080Cropped|HD 1080p Cropped|QT|mov|avc1|-1920 1080|aac |crop
            Edited|HD1080Letterboxed|HD 1080p Letterboxed|QT|mov|avc1|1920 1080|aac |pad
            Edited|Portrait|Portrait 1080p|QT|mov|avc1|1080 1920|aac |rotate
            """;

    private static final Map<String, String> FRAME_RATES =
            Map.of("24p", "R24/1", "pal", "R25/1", "ntsc", "R30000/1001");

    /** A binary property list with the profile {@code HEVC_Main10_AutoLevel}. */
    private static final String MAIN_10 = "YnBsaXN0MDDSAQIDDF8QEGNvZGVjLXByb3BlcnRpZXNaZW5jb2Rlci1pZNEEBVxQcm9maWxlTGV2"
            + "ZWzTBgcICQoLW2Rlc2NyaXB0aW9uWWlzRGVmYXVsdFtvYmplY3RWYWx1ZVdNYWluIDEwCV8QFUhFVkNfTWFpbjEwX0F1dG9MZXZl"
            + "bFRIRVZDCA0gKy47Qk5YZGxthQAAAAAAAAEBAAAAAAAAAA0AAAAAAAAAAAAAAAAAAACK";

    /** All built-in settings. */
    public static final List<ShippedSetting> ALL = TABLE.lines()
            .map(line -> line.split("\\|", -1))
            .map(cell ->
                    new ShippedSetting(cell[0], cell[1], cell[2], cell[3], cell[4], cell[5], cell[6], cell[7], cell[8]))
            .toList();

    /**
     * Writes its file and its folder; keeps an existing file.
     *
     * @param file the file
     * @param calledSo the name inside the file: its key, or its display name
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path layDown(Path file, String calledSo) throws IOException {
        if (!Files.exists(file)) {
            Path folder = file.resolveSibling(".").normalize();
            PrivateFiles.makeFolder(folder);
            // Atomically: another process that lists the folder must not find a part of a setting.
            Path draft = Files.createTempFile(folder, "new", ".draft");
            try {
                Files.writeString(draft, xml(calledSo));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        }
        return file;
    }

    private String xml(String calledSo) {
        String encoded = encoded(calledSo);
        return """
                <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                <setting name="%s">
                  <version>401408</version>
                  <description>%s</description>
                  <nameKey>%s</nameKey>
                  <encoder name="%s">
                    <file-extension>%s</file-extension>
                    <job-can-be-segmented>%s</job-can-be-segmented>
                    <duration-change factor="%s" new-duration="" source-at-output="%s"/>
                %s  </encoder>
                  <filter-set/>
                </setting>
                """.formatted(
                encoded,
                encoded("A setting of the simulator of Qmaster"),
                encoded,
                encoder,
                extension,
                encoder.equals("QT") ? "yes" : "no",
                trait.equals("slow") ? "200" : trait.equals("24p") ? "-1" : "100",
                trait.equals("24p") ? "yes" : "no",
                Stream.of(audioXml(), videoXml()).flatMap(Optional::stream).reduce("", String::concat));
    }

    private Optional<String> audioXml() {
        return audio.equals("-") ? Optional.empty() : Optional.of("""
                    <audio-encode name="QT" isEnabled="yes">
                      <codec-type>%s</codec-type>
                    </audio-encode>
                """.formatted(audio));
    }

    private Optional<String> videoXml() {
        if (size.isEmpty()) {
            return Optional.empty();
        }
        String[] sides = size.split(" ", -1);
        String codec = video.equals("-")
                ? ""
                : video.startsWith("MT") ? "<codec>" + video + "</codec>" : "<codec-type>" + video + "</codec-type>";
        return Optional.of("""
                    <video-encode name="QT" isEnabled="yes">
                      <crop left="0" top="%s" right="0" bottom="%s"/>
                      <padding left="0" top="%s" right="0" bottom="%s"/>
                      <frame-rate>%s</frame-rate>
                      <automatic width="%s" height="%s" frame-rate="%s"/>
                      <rotation>%s</rotation>
                      %s%s
                    </video-encode>
                """.formatted(
                        edge("crop"),
                        edge("crop"),
                        edge("pad"),
                        edge("pad"),
                        FRAME_RATES.getOrDefault(trait, "-100.000000"),
                        sides[0],
                        sides[1],
                        FRAME_RATES.containsKey(trait) ? "0" : "-100",
                        trait.equals("rotate") ? "90" : "0",
                        codec,
                        trait.equals("10-bit") ? "<encoder-properties>" + MAIN_10 + "</encoder-properties>" : ""));
    }

    private String edge(String what) {
        return trait.equals(what) ? "140" : "0";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
