using System.Runtime.CompilerServices;
using Aspire.Hosting.Dashboard.Protocol;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        // The dashboard keeps this stream open in both directions for questions to the user; this host asks none.
        routes.MapPost(Root + "WatchInteractions", StaySilentAsync);
    }

    private static async IAsyncEnumerable<IMessage> Once(IMessage message)
    {
        await Task.CompletedTask;
        yield return message;
    }

    private async IAsyncEnumerable<IMessage> WatchResourcesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        var isFirst = true;
        await foreach (var batch in notifications.WatchBatchesAsync(either.Token))
        {
            var resources = batch.Select(ResourceMapper.ToMessage).ToList();
            var update = new WatchResourcesUpdate();
            if (isFirst)
            {
                update.InitialData = new InitialResourceData();
                update.InitialData.Resources.AddRange(resources);
            }
            else
            {
                update.Changes = new WatchResourcesChanges();
                update.Changes.Value.AddRange(resources.Select(r => new WatchResourcesChange { Upsert = r }));
            }

            isFirst = false;
            yield return update;
        }
    }

    private async IAsyncEnumerable<IMessage> WatchLogsAsync(
        WatchResourceConsoleLogsRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        var batches = request.SuppressFollow
            ? logs.GetAllAsync(request.ResourceName)
            : logs.WatchAsync(request.ResourceName);
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

    private async Task StaySilentAsync(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "application/grpc";
        try
        {
            await context.Response.StartAsync(either.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token);
        }
        catch (OperationCanceledException)
        {
            if (stopping.IsCancellationRequested) context.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
