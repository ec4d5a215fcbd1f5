#!/usr/bin/env bash
# A run on a Slurm cluster: one Ray node on each machine, and the command on the first. sbatch slurm.sh
# Submit it again and it goes on where it stopped, so short limits and preemption do no harm.
#SBATCH --job-name=prelabel
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=32
#SBATCH --gpus-per-node=4
#SBATCH --time=12:00:00
#SBATCH --signal=TERM@120
#SBATCH --requeue
set -euo pipefail

OUT=${OUT:-/mnt/nfs/vehicles} # a folder that all nodes share, or s3://bucket/run
export RAY_USAGE_STATS_ENABLED=0
export RAY_AUTH_MODE=token # or other users of the cluster could run anything as you; it lies in your home folder
ray get-auth-token --generate >/dev/null
export TMPDIR=${TMPDIR:-/tmp} # local to each node: shards are rendered here

head=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)
on_head() { srun --nodes=1 --ntasks=1 --overlap --nodelist="$head" "$@"; }

ip=$(on_head hostname --ip-address | cut -d ' ' -f 1)
address=$ip:$((20000 + SLURM_JOB_ID % 10000)) # a port of its own for each job
node=(ray start --block --disable-usage-stats
    --num-cpus="$SLURM_CPUS_PER_TASK" --num-gpus="${SLURM_GPUS_ON_NODE:-0}")

on_head "${node[@]}" --head --node-ip-address="$ip" --port="${address##*:}" --include-dashboard=false &
sleep 20 # until the head answers
others=$((SLURM_JOB_NUM_NODES - 1))
if ((others > 0)); then
    srun --nodes="$others" --ntasks="$others" --overlap --exclude="$head" "${node[@]}" --address="$address" &
fi

# Four tasks share a GPU, with two cores each here; on machines without GPUs leave --device and --workers-per-gpu out. When
# the command ends, the job ends, and Slurm ends Ray with it.
on_head prelabel render vehicles --count 1000000 --device optix --workers-per-gpu 4 --shard-frames 512 \
    --cluster "$address" --out "$OUT"
