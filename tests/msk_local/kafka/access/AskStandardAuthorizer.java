import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.SecurityUtils;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Asks Apache Kafka's own authorizer the questions on standard input, one answer a line. */
class AskStandardAuthorizer {
    record Caller(KafkaPrincipal principal, InetAddress clientAddress)
            implements AuthorizableRequestContext {
        public String listenerName() { return "CLIENT"; }
        public SecurityProtocol securityProtocol() { return SecurityProtocol.SASL_SSL; }
        public int requestType() { return 0; }
        public int requestVersion() { return 0; }
        public String clientId() { return ""; }
        public int correlationId() { return 0; }
    }

    static final List<AclBinding> ACLS = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        String line;
        while ((line = lines.readLine()) != null) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case "case" -> ACLS.clear();
                case "acl" -> ACLS.add(acl(words));
                case "may" -> System.out.println(may(words));
                case "some" -> System.out.println(some(words));
                case "match" -> System.out.println(match(words));
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    static AclBinding acl(String[] words) {
        return new AclBinding(
            new ResourcePattern(
                ResourceType.valueOf(words[1]), words[2], PatternType.valueOf(words[3])),
            new AccessControlEntry(
                words[4], words[5], AclOperation.valueOf(words[6]),
                AclPermissionType.valueOf(words[7])));
    }

    static boolean may(String[] words) throws Exception {
        ResourcePattern resource = new ResourcePattern(
            ResourceType.valueOf(words[5]), words[6], PatternType.LITERAL);
        Action action = new Action(AclOperation.valueOf(words[4]), resource, 1, false, false);
        return authorizer(words[1]).authorize(caller(words), List.of(action)).get(0)
            == AuthorizationResult.ALLOWED;
    }

    static boolean some(String[] words) throws Exception {
        return authorizer(words[1]).authorizeByResourceType(
            caller(words), AclOperation.valueOf(words[4]), ResourceType.valueOf(words[5]))
            == AuthorizationResult.ALLOWED;
    }

    static String match(String[] words) {
        AclBindingFilter filter = new AclBindingFilter(
            new ResourcePatternFilter(
                ResourceType.valueOf(words[1]), absent(words[2]), PatternType.valueOf(words[3])),
            new AccessControlEntryFilter(
                absent(words[4]), absent(words[5]), AclOperation.valueOf(words[6]),
                AclPermissionType.valueOf(words[7])));
        return ACLS.stream().map(acl -> filter.matches(acl) ? "1" : "0")
            .collect(Collectors.joining());
    }

    static String absent(String word) {
        return word.equals("\\N") ? null : word;
    }

    static Caller caller(String[] words) throws Exception {
        return new Caller(
            SecurityUtils.parseKafkaPrincipal(words[2]), InetAddress.getByName(words[3]));
    }

    static StandardAuthorizer authorizer(String open) {
        StandardAuthorizer authorizer = new StandardAuthorizer();
        authorizer.withPluginMetrics(new PluginMetricsImpl(new Metrics(), Map.of()));
        authorizer.configure(Map.of("allow.everyone.if.no.acl.found", open));
        Map<Uuid, StandardAcl> acls = new HashMap<>();
        for (AclBinding acl : ACLS) {
            acls.put(Uuid.randomUuid(), StandardAcl.fromAclBinding(acl));
        }
        authorizer.loadSnapshot(acls);
        authorizer.completeInitialLoad();
        return authorizer;
    }
}
