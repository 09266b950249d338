using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dcp;

/// <summary>Makes the instances of the application's resources and publishes their first state.</summary>
internal sealed class InstanceFactory(
    IResourceCollection resources, ResourceNotificationService notifications, ResourceLoggerService logs,
    ResourceConfiguration configuration, DcpHost dcp, ILogger<Instance> logger)
{
    private const string SuffixLetters = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The instances of one resource: as many as it has replicas.</summary>
    public IReadOnlyList<Instance> Create(IResource resource)
    {
        var replicas = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        var ids = Enumerable.Range(0, replicas)
            .Select(_ => $"{resource.Name}-{RandomNumberGenerator.GetString(SuffixLetters, 8)}")
            .ToArray();
        resource.Annotations.Add(new InstancesAnnotation(ids));

        var isJob = resources.SelectMany(r => r.Annotations.OfType<WaitAnnotation>())
            .Any(w => w.Resource == resource && w.WaitType is WaitType.WaitForCompletion);
        return [.. ids.Select(id => Create(resource, id, isJob))];
    }

    /// <summary>The view of an instance; its state lives in the notification service.</summary>
    public InstanceView ViewOf(Instance instance) => new(instance.Resource, instance.Id, notifications);

    private Instance Create(IResource resource, string id, bool isJob)
    {
        var view = new InstanceView(resource, id, notifications);
        view.Create();
        return new Instance(resource, id, isJob, view, new LogPump(logs), configuration, () => dcp.Client, logger);
    }
}
