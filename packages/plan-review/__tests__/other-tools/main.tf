resource "aws_s3_bucket" "uploads" {
  bucket = "uploads"
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    description = "HTTPS"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "web" {
  instance_type = "t1.2xlarge"
  count         = 2
}
