using System.Runtime.CompilerServices;
using Aspire.Hosting.Dashboard.Protocol;
using Google.Protobuf;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Hosting.Dashboard;

/// <summary>The methods of <c>aspire.v1.DashboardService</c> that the dashboard calls.</summary>
internal sealed class ResourceService(
    ResourceNotificationService notifications, ResourceLoggerService logs, ResourceCommandService commands,
    string applicationName, CancellationToken stopping)
{
    private const string Root = "/aspire.v1.DashboardService/";
    private const int Succeeded = 1;
    private const int Failed = 2;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGrpc<ApplicationInformationRequest>(Root + "GetApplicationInformation", (_, _) => Once(
            new ApplicationInformationResponse { ApplicationName = applicationName }));
        routes.MapGrpc<WatchResourcesRequest>(Root + "WatchResources", (_, ct) => WatchResourcesAsync(ct));
        routes.MapGrpc<WatchResourceConsoleLogsRequest>(Root + "WatchResourceConsoleLogs", WatchLogsAsync);
        routes.MapGrpc<ResourceCommandRequest>(Root + "ExecuteResourceCommand", ExecuteAsync);
        // The dashboard keeps this stream open for questions to the user; this host asks none.
        routes.MapGrpc<ApplicationInformationRequest>(Root + "WatchInteractions", (_, ct) => SilenceAsync(ct));
    }

    private static async IAsyncEnumerable<IMessage> Once(IMessage message)
    {
        await Task.CompletedTask;
        yield return message;
    }

    private async IAsyncEnumerable<IMessage> WatchResourcesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        // The first message must come at once; the watch then repeats the current state as changes.
        yield return new WatchResourcesUpdate { InitialData = new InitialResourceData() };
        await foreach (var change in notifications.WatchAsync(either.Token))
        {
            var update = new WatchResourcesUpdate { Changes = new WatchResourcesChanges() };
            update.Changes.Value.Add(new WatchResourcesChange { Upsert = ResourceMapper.ToMessage(change) });
            yield return update;
        }
    }

    private async IAsyncEnumerable<IMessage> WatchLogsAsync(
        WatchResourceConsoleLogsRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        var batches = request.SuppressFollow ? logs.GetAllAsync(request.ResourceName) : logs.WatchAsync(request.ResourceName);
        await foreach (var batch in batches.WithCancellation(either.Token))
        {
            var update = new WatchResourceConsoleLogsUpdate();
            update.LogLines.AddRange(batch.Select(line => new ConsoleLogLine
            {
                Text = line.Content,
                IsStdErr = line.IsErrorMessage,
                LineNumber = line.LineNumber,
            }));
            yield return update;
        }
    }

    private async IAsyncEnumerable<IMessage> ExecuteAsync(
        ResourceCommandRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var result = await commands.ExecuteCommandAsync(request.ResourceName, request.CommandName, ct);
        var response = new ResourceCommandResponse { Kind = result.Success ? Succeeded : Failed };
        if (result.Message is { } message) response.Message = message;
        yield return response;
    }

    private async IAsyncEnumerable<IMessage> SilenceAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, either.Token);
        yield break;
    }
}
