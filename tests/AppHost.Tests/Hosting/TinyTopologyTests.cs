using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CivicPlatform.AppHost.Tests.Hosting;

/// <summary>The subset of Aspire.Hosting on the real orchestrator, with programs that every machine has.</summary>
public sealed class TinyTopologyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task a_program_starts_after_its_job_and_stops_with_the_application()
    {
        await using var application = await TinyApplication.StartAsync(builder =>
        {
            var job = builder.AddExecutable("job", "/bin/sh", ".", "-c", "echo done");
            builder.AddExecutable("server", "/bin/sleep", ".", "600").WaitForCompletion(job);
        });

        var server = await application.WaitAsync("server", KnownResourceStates.Running);
        var job = await application.WaitAsync("job", KnownResourceStates.Finished);
        var pid = TinyApplication.PidOf(server);
        Assert.Equal(0, job.ExitCode);
        Assert.True(Directory.Exists($"/proc/{pid}"));

        await application.StopAsync();
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task what_waits_for_a_failed_job_is_not_started()
    {
        await using var application = await TinyApplication.StartAsync(builder =>
        {
            var job = builder.AddExecutable("job", "/bin/sh", ".", "-c", "echo broken >&2; exit 3");
            builder.AddExecutable("server", "/bin/sleep", ".", "600").WaitForCompletion(job);
        });

        var server = await application.WaitAsync("server", KnownResourceStates.FailedToStart);

        Assert.Null(TinyApplication.PidOf(server));
        var log = await application.LogAsync("job");
        Assert.Contains(log, l => l.IsErrorMessage && l.Content.EndsWith("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_killed_program_is_started_again()
    {
        await using var application = await TinyApplication.StartAsync(
            builder => builder.AddExecutable("server", "/bin/sleep", ".", "600"));
        var first = TinyApplication.PidOf(await application.WaitAsync("server", KnownResourceStates.Running))!.Value;

        System.Diagnostics.Process.GetProcessById(first).Kill();

        var second = await application.WaitAsync(
            "server",
            s => s.State?.Text == KnownResourceStates.Running && TinyApplication.PidOf(s) is { } pid && pid != first);
        Assert.NotNull(TinyApplication.PidOf(second));
    }

    [Fact]
    public async Task a_stopped_program_stays_stopped_until_somebody_starts_it()
    {
        await using var application = await TinyApplication.StartAsync(
            builder => builder.AddExecutable("server", "/bin/sleep", ".", "600"));
        await application.WaitAsync("server", KnownResourceStates.Running);

        Assert.True((await application.CommandAsync("server", KnownResourceCommands.StopCommand)).Success);
        await application.WaitAsync("server", KnownResourceStates.Exited);
        Assert.True((await application.CommandAsync("server", KnownResourceCommands.StartCommand)).Success);
        await application.WaitAsync("server", KnownResourceStates.Running);
        Assert.False((await application.CommandAsync("nobody", KnownResourceCommands.StopCommand)).Success);
    }

    [Fact]
    public async Task a_server_is_healthy_only_when_it_answers_itself()
    {
        const string Serve = "exec python3 -m http.server --bind 127.0.0.1 $PORT";
        await using var application = await TinyApplication.StartAsync(builder =>
        {
            builder.AddExecutable("silent", "/bin/sleep", ".", "600").WithHttpEndpoint().WithHttpHealthCheck("/");
            builder.AddExecutable("server", "/bin/sh", ".", "-c", Serve)
                .WithHttpEndpoint(env: "PORT")
                .WithHttpHealthCheck("/");
        });

        var server = await application.WaitAsync("server", s => s.HealthStatus is HealthStatus.Healthy);
        var silent = await application.WaitAsync(
            "silent", s => s.HealthReports.Any(r => r.Status is HealthStatus.Unhealthy));

        Assert.Equal(2, server.Urls.Length);
        Assert.NotEqual(HealthStatus.Healthy, silent.HealthStatus);
    }

    [Fact]
    public async Task a_program_inherits_no_secret_of_the_application_host()
    {
        Environment.SetEnvironmentVariable("ConnectionStrings__postgres", "Password=of-the-superuser");
        try
        {
            await using var application = await TinyApplication.StartAsync(builder => builder
                .AddExecutable("job", "/bin/sh", ".", "-c", "env; sleep 600")
                .WithEnvironment("GIVEN", "by the model"));
            var job = await application.WaitAsync("job", s => TinyApplication.PidOf(s) is not null);
            var environment = await File.ReadAllTextAsync(
                $"/proc/{TinyApplication.PidOf(job)}/environ", TestContext.Current.CancellationToken);

            Assert.Contains("GIVEN=by the model", environment, StringComparison.Ordinal);
            Assert.DoesNotContain("superuser", environment, StringComparison.Ordinal);
            Assert.Equal(["GIVEN"], job.EnvironmentVariables.Select(e => e.Name));
        }
        finally
        {
            Environment.SetEnvironmentVariable("ConnectionStrings__postgres", value: null);
        }
    }

    /// <summary>A started application of one test.</summary>
    private sealed class TinyApplication : IAsyncDisposable
    {
        private readonly DistributedApplication application;

        private TinyApplication(DistributedApplication application) => this.application = application;

        public static async Task<TinyApplication> StartAsync(Action<IDistributedApplicationBuilder> describe)
        {
            Assert.SkipWhen(Bundle.IsMissing, Bundle.Missing);
            var options = new DistributedApplicationOptions { DisableDashboard = true };
            var builder = DistributedApplication.CreateBuilder(options);
            builder.Configuration["ASPIRE_BUNDLE_PATH"] = Bundle.Path;
            describe(builder);
            var application = builder.Build();
            await application.StartAsync(TestContext.Current.CancellationToken);
            return new TinyApplication(application);
        }

        public static int? PidOf(CustomResourceSnapshot snapshot) =>
            snapshot.Properties.FirstOrDefault(p => p.Name == "executable.pid")?.Value as int?;

        public Task<CustomResourceSnapshot> WaitAsync(string resource, string state) =>
            WaitAsync(resource, s => s.State?.Text == state);

        public async Task<CustomResourceSnapshot> WaitAsync(string resource, Predicate<CustomResourceSnapshot> isMet)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            timeout.CancelAfter(Patience);
            var change = await application.ResourceNotifications.WaitForResourceAsync(
                resource, e => isMet(e.Snapshot), timeout.Token);
            return change.Snapshot;
        }

        public Task<ExecuteCommandResult> CommandAsync(string resource, string command) =>
            application.ResourceCommands.ExecuteCommandAsync(resource, command, TestContext.Current.CancellationToken);

        public async Task<IReadOnlyList<LogLine>> LogAsync(string resource)
        {
            var logs = (ResourceLoggerService)application.Services.GetService(typeof(ResourceLoggerService))!;
            var change = await application.ResourceNotifications.WaitForResourceAsync(resource, _ => true, default);
            await foreach (var batch in logs.WatchAsync(change.ResourceId)) return batch;
            return [];
        }

        public Task StopAsync() => application.StopAsync(TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            await application.StopAsync(CancellationToken.None);
            await application.DisposeAsync();
        }
    }
}
