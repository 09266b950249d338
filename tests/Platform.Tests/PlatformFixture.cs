using CivicPlatform.Platform.Tests;

[assembly: AssemblyFixture(typeof(PlatformFixture))]

namespace CivicPlatform.Platform.Tests;

/// <summary>The real AppHost, started once for the assembly.</summary>
public sealed class PlatformFixture() : PlatformProcess("civic-platform"), IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await StartAsync();
}
