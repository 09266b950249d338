using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace CivicPlatform.AppHost.Tests.Hosting;

/// <summary>The dashboard shows the variables of a process, and of secret ones only that they are set.</summary>
public sealed class DashboardSecretsTests
{
    private const string Secret = "c0ffee-of-this-test";

    [Theory]
    [InlineData("POSTGRES_PASSWORD"), InlineData("RABBITMQ_PASSWORD"), InlineData("DbInit__Passwords__cases_app")]
    [InlineData("ConnectionStrings__cases-db"), InlineData("OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("Webhook__ClientSecret"), InlineData("RABBITMQ_ERLANG_COOKIE"), InlineData("Some__ApiKey")]
    public void a_secret_is_masked(string name)
    {
        var shown = ResourceMapper.ToMessage(ChangeWith(name));
        Assert.Equal((name, "******"), (shown.Environment[0].Name, shown.Environment[0].Value));
        Assert.DoesNotContain(Secret, $"{shown}", StringComparison.Ordinal);
    }

    [Theory, InlineData("Encryption__KeyPath"), InlineData("ASPNETCORE_URLS"), InlineData("GATEWAY_CERTIFICATE_KEY")]
    public void a_path_or_an_address_is_shown(string name) =>
        Assert.Equal(Secret, ResourceMapper.ToMessage(ChangeWith(name)).Environment[0].Value);

    private static ResourceEvent ChangeWith(string name) => new(
        new ExecutableResource("job", "/bin/sh", "/"), "job-1", new CustomResourceSnapshot
        {
            ResourceType = "Executable", Properties = [],
            EnvironmentVariables = [new EnvironmentVariableSnapshot(name, Secret, IsFromSpec: true)],
        });
}
