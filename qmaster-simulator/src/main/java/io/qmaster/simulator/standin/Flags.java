package io.qmaster.simulator.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The flags of a program: how many values follow each, and the help text that names them.
 *
 * <p>Compressor 4 User Manual, appendix "Using the Command Line", for the first generation; Compressor User Guide and
 * {@code -help} of 4.x and 5.4 for the later ones. Other flags of Batch Monitor are not known.
 */
final class Flags {
    /**
     * A heading, or a flag: the programs that have it (M is Batch Monitor, F Final Cut Studio, 4, 2 is 5.2, 5 is 5.4),
     * the number of its values, and its line in the help. {@code -} is named in the help but not accepted, {@code ?}
     * takes an optional value, {@code +} one or more, {@code *} any number.
     */
    private static final String TABLE = """
            # Cluster Info: which computers encode the batch
            MF   1 -clustername <name> -- the cluster, by its name
            MF   1 -clusterid <tcp://ip:port or user:password@ip:port> -- the cluster, by its address; its name does not count then
            F    1 -password <value> -- the password of the cluster
            425  1 -computergroup <name> -- the group of computers; this computer without it
            # Batch Info
            F425 1 -batchname <name> -- how the batch is called
            F425 1 -priority <value> -- low, medium or high
            F    1 -batchfilepath <path> -- a batch that was saved, in place of the jobs
            # Job Info: repeated for each job of the batch
            F425 1 -jobpath <url> -- the source; for an image sequence its directory, with ?frameRate= and &audio= after it
            F425 1 -settingpath <path> -- the setting
            F    1 -destinationpath <path> -- the output, with its file name
            425  1 -locationpath <path> -- the output, with its file name
            F425 1 -info <xml> -- details of the job
            F425 1 -jobaction <xml> -- what follows the job
            F425 1 -scc <url> -- closed captions of the source
            F425 1 -startoffset <hh:mm:ss;ff> -- the timecode of the first frame of the output
            F425 1 -in <hh:mm:ss;ff> -- the timecode of the source to begin at
            F425 1 -out <hh:mm:ss;ff> -- the timecode of the source to end at
            F425 1 -annotations <path> -- a property list or a movie with annotations
            F425 1 -chapters <path> -- a file with chapter markers
            # Optional Info
            MF425 0 -help -- prints this text on stdout
            F    0 -show -- opens the window of Batch Monitor
            25   1 -outputformat <format> -- how answers are printed: legacy, xml or json
            2    1 -format <format> -- the same for the monitor
            5    - -format <format> -- the same for the monitor
            425  1 -checkstream <url> -- a source to look at
            425  1 -findletterbox <url> -- a source to look for black bars in
            # Batch Monitoring Info
            425  0 -monitor -- prints the status of a batch or a job
            425  0 -kill -- cancels a batch or a job
            425  0 -pause -- pauses a batch or a job
            425  0 -resume -- resumes a batch or a job
            M425 1 -jobid <id> -- a job, as printed when it was submitted
            M425 1 -batchid <id> -- a batch, as printed when it was submitted
            M425 1 -query <seconds> -- how often the status is printed
            MF425 1 -timeout <seconds> -- when the program quits
            425  0 -once -- prints the status once and quits
            # Sharing Options
            425  ? -resetBackgroundProcessing [cancelJobs] -- restarts all services of this computer
            425  0 -repairCompressor -- repairs the configuration and restarts all services of this computer
            42   1 -sharing <on/off> -- shares this computer
            42   ? -requiresPassword [password] -- asks for a password before this computer is used
            42   0 -noPassword -- asks for none
            425  1 -instances <number> -- how many instances encode at once
            42   1 -networkInterface <bsdname> -- the network interface to share on, or all
            42   2 -portRange <startNumber> <count> -- the ports to share on
            # File Modification Options: with -jobpath, in place unless there is a -locationpath
            425  + -relabelaudiotracks <layout[1] layout[2] ... layout[N]> -- the channel layout of each audio track
            425  * -renametrackswithlayouts -- names the tracks after their layouts
            25   + -relabelcolorspace <colorspace> -- the colour space of the video tracks
            """;

    private static final Pattern ROW = Pattern.compile("([MF425]+) +(\\S) ((-\\w+).*)");

    private final Map<String, Arity> arities = new LinkedHashMap<>();
    private final StringBuilder help = new StringBuilder();

    /** How many values follow a flag. */
    record Arity(int least, int most) {}

    private Flags(char program) {
        List<String> headings = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                headings.add("--" + line.substring(2) + ":--\n");
            } else if (row.group(1).indexOf(program) >= 0) {
                if (!headings.isEmpty()) {
                    help.append(headings.get(headings.size() - 1));
                    headings.clear();
                }
                help.append("    ").append(row.group(3)).append('\n');
                arity(row.group(2)).ifPresent(arity -> arities.put(row.group(4), arity));
            }
        }
    }

    /** The flags of Compressor. */
    static Flags ofCompressor(StandInGeneration generation) {
        return new Flags(
                switch (generation) {
                    case FINAL_CUT_STUDIO -> 'F';
                    case COMPRESSOR_4 -> '4';
                    case COMPRESSOR_5_2 -> '2';
                    case COMPRESSOR_5_4 -> '5';
                });
    }

    static Flags ofBatchMonitor() {
        return new Flags('M');
    }

    Optional<Arity> arityOf(String word) {
        return Optional.ofNullable(arities.get(word));
    }

    /**
     * The output of {@code -help}: in the format of the real one, since scripts search for flags in it, but with our
     * own text.
     */
    String help(String program, StandInGeneration generation) {
        return program + " " + generation.version() + ", played by the simulator of Qmaster\nusage:  " + program
                + " [Cluster Info] [Batch Info] [Job Info] [Optional Info] [Other Options]\n\n" + help;
    }

    private static Optional<Arity> arity(String symbol) {
        return switch (symbol) {
            case "-" -> Optional.empty();
            case "?" -> Optional.of(new Arity(0, 1));
            case "+" -> Optional.of(new Arity(1, Integer.MAX_VALUE));
            case "*" -> Optional.of(new Arity(0, Integer.MAX_VALUE));
            default -> Optional.of(new Arity(Integer.parseInt(symbol), Integer.parseInt(symbol)));
        };
    }
}
