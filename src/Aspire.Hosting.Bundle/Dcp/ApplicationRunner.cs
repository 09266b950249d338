using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dcp;

/// <summary>Runs the application for as long as its host runs.</summary>
internal sealed class ApplicationRunner(
    Orchestrator orchestrator, ResourceServiceHost resourceService, DashboardOptions dashboard) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (dashboard.IsEnabled) await resourceService.StartAsync(cancellationToken);
            await orchestrator.StartAsync(cancellationToken);
        }
        catch
        {
            // The host does not stop what failed to start.
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await orchestrator.StopAsync(cancellationToken);
        await resourceService.StopAsync(cancellationToken);
    }
}
