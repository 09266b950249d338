using CivicPlatform.AppHost;

try
{
    var builder = DistributedApplication.CreateBuilder(args);
    var local = LocalSettings.Apply(builder);

    // Servers: processes of this machine, or a connection string of the configuration in their place.
    var postgres = await builder.AddPostgresAsync(local);
    var rabbitmq = await builder.AddRabbitMqAsync(local);

    // Jobs: keys of this data folder, then databases and logins; each service migrates its own database afterwards.
    var keys = builder.AddProject<Projects.Civic_Cli>("keys", launchProfileName: null)
        .WithArgs("keys", local.DataDirectory);
    var databases = builder.AddProject<Projects.Civic_Cli>("db-init", launchProfileName: null)
        .WithArgs("db-init")
        .WithEnvironment("ConnectionStrings__postgres", postgres.SuperuserConnection)
        .WithLoginPasswords(local)
        .WaitFor(postgres.Resource);

    // Services: one database each; two replicas where state in a process would do most harm.
    var platform = new Platform(builder, local, postgres, rabbitmq, databases, keys);
    var registry = platform.AddService<Projects.Registry_Api>("registry");
    var cases = platform.AddService<Projects.Cases_Api>("cases").WithReplicas(2);
    var consultation = platform.AddService<Projects.Consultation_Api>("consultation").WithReference(registry)
        .WithEnvironment("Votes__KeyPath", local.In("keys", "vote-key.pem"))
        .WithEnvironment("Evidence__Directory", local.In("evidence"));
    var funds = platform.AddService<Projects.Funds_Api>("funds").WithReplicas(2).WithReference(registry)
        .WithEnvironment("Journals__Folder", local.In("journals"));
    var notifications = platform.AddService<Projects.Notifications_Worker>("notifications").WithReference(registry);

    // Doors: the public pages, and the one entry of the REST API.
    var portal = builder.AddProject<Projects.Portal>("portal", launchProfileName: null)
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .WithCollector(builder.Configuration)
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithReference(funds)
        .WithReference(registry);
    builder.AddExecutable("gateway", "gateway/run.sh", ".", local.In("gateway"), local.ApiPortText)
        .WithEndpoint(local.ApiPort, local.ApiPort, local.ApiScheme, isProxied: false)
        .WithExternalHttpEndpoints()
        .WithEnvironment("DASHBOARD_URL", local.DashboardUrl)
        .WithGatewayLimits(builder.Configuration)
        .WithReferencesToHealthy(registry, cases, consultation, funds, notifications, portal)
        .WithHttpHealthCheck("/", endpointName: local.ApiScheme);

    builder.AddStartReport(local, postgres, rabbitmq);
    await builder.Build().RunAsync();
    return Environment.ExitCode;
}
catch (DistributedApplicationException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}
