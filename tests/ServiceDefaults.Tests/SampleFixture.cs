using CivicPlatform.ServiceDefaults.Tests;
using CivicPlatform.ServiceDefaults.Tests.Sample;

[assembly: AssemblyFixture(typeof(SampleFixture))]

namespace CivicPlatform.ServiceDefaults.Tests;

/// <summary>One sample service for all tests of the assembly.</summary>
public sealed class SampleFixture : IAsyncLifetime
{
    public SampleService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await SampleService.StartAsync();

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
