package io.qmaster.simulator.standin;

import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.Priority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A submission in a command line.
 *
 * @param cluster the name of the cluster, or its host and port
 * @param priority its priority; by default low, which is assumed
 * @param jobs the jobs, at least one
 */
record SubmissionArguments(String cluster, Optional<String> batchName, Priority priority, List<JobArguments> jobs) {
    /** The second format of an address (help of Compressor 4.0). */
    private static final Pattern PLACE = Pattern.compile("tcp://([^/@]+:\\d{1,5})/?");

    static SubmissionArguments of(CommandLine line, Path folder) throws Complaint {
        List<JobArguments> jobs = jobs(line, folder);
        if (jobs.isEmpty()) {
            throw Complaint.parameter("no -jobpath");
        }
        return new SubmissionArguments(cluster(line), line.value("-batchname"), priority(line), jobs);
    }

    /**
     * The first generation names the machine itself {@code This Computer}; later generations use it if no group is
     * named (Compressor User Guide). If an id and a name are given, only the id counts (Compressor 4 User Manual).
     */
    static String cluster(CommandLine line) throws Complaint {
        Optional<String> id = line.value("-clusterid");
        if (id.isPresent()) {
            Matcher place = PLACE.matcher(id.get());
            if (place.matches()) {
                return place.group(1);
            }
            try {
                Cluster.Address address = ClusterLogin.parse(id.get()).cluster();
                return address.host() + ":" + address.port();
            } catch (IllegalArgumentException malformed) {
                throw Complaint.parameter("-clusterid takes user:password@ip:port or tcp://ip:port");
            }
        }
        return line.value("-computergroup").or(() -> line.value("-clustername")).orElse(Cluster.THIS_COMPUTER_NAME);
    }

    private static Priority priority(CommandLine line) throws Complaint {
        Optional<String> word = line.value("-priority");
        try {
            return word.map(Priority::of).orElse(Priority.LOW);
        } catch (IllegalArgumentException unknown) {
            throw Complaint.parameter("the priority is low, medium or high, not " + word.orElse(""));
        }
    }

    private static List<JobArguments> jobs(CommandLine line, Path folder) throws Complaint {
        List<JobArguments> jobs = new ArrayList<>();
        List<CommandLine.Option> group = new ArrayList<>();
        for (CommandLine.Option option : line.options()) {
            if (option.flag().equals("-jobpath")) {
                if (!group.isEmpty()) {
                    jobs.add(JobArguments.of(group, folder));
                }
                group = new ArrayList<>();
                group.add(option);
            } else if (JobArguments.FLAGS.contains(option.flag())) {
                if (group.isEmpty()) {
                    throw Complaint.parameter(option.flag() + " stands before any -jobpath");
                }
                group.add(option);
            }
        }
        if (!group.isEmpty()) {
            jobs.add(JobArguments.of(group, folder));
        }
        return List.copyOf(jobs);
    }
}
