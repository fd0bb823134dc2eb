"""What happens to items that a clearance of their creator lets us show: its end is noticed, and acted upon."""
